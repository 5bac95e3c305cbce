import { GithubButton } from "@/components/auth/github-button";
import { OwnerLinkSignIn } from "@/components/auth/owner-link-sign-in";
import { CodeBlock } from "@/components/shared/code-block";
import { Mark } from "@/components/shell/mark";

type SignInCardProps = { token: string | null; goTo: string; hasGithub: boolean; error: string | null };

/** The door: by an owner link, or by GitHub where that is set up. */
export function SignInCard({ token, goTo, hasGithub, error }: SignInCardProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-96 flex-col justify-center gap-6 px-4 py-12">
      <div className="flex items-center gap-2.5">
        <Mark className="size-6" />
        <h1 className="font-semibold text-title">Ensemble</h1>
      </div>
      {token ? (
        <OwnerLinkSignIn token={token} goTo={goTo} />
      ) : (
        <>
          {error && (
            <p role="alert" className="rounded-md bg-failed-tint px-3 py-2 text-table">
              {errorWords[error] ?? "Signing in did not work. Try again."}
            </p>
          )}
          {hasGithub && <GithubButton goTo={goTo} />}
          <OwnerLinkWords hasGithub={hasGithub} />
        </>
      )}
    </main>
  );
}

function OwnerLinkWords({ hasGithub }: { hasGithub: boolean }) {
  return (
    <section className="flex flex-col gap-3 border-line border-t pt-5">
      <h2 className="font-semibold">{hasGithub ? "Or with an owner link" : "Sign in with an owner link"}</h2>
      <p className="text-ink-muted">
        {hasGithub
          ? "Whoever runs the hub can make a link that signs in once, within 15 minutes. Run this where the hub runs, and open what it prints:"
          : "The hub prints a sign-in link each time it starts. It works once, within 15 minutes. To make another, run this where the hub runs, and open what it prints:"}
      </p>
      <CodeBlock label="command" text="npm run owner-link" />
    </section>
  );
}

const errorWords: Record<string, string> = {
  AccessDenied: "This GitHub account is not on the hub's list of people. Ask its owner to add you.",
  OAuthCallback: "GitHub did not finish the sign-in. Try again.",
  OAuthSignin: "GitHub could not be reached. Try again.",
  SessionRequired: "Your session has ended. Sign in again.",
};
