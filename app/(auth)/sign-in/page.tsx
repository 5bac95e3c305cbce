import type { Metadata } from "next";
import { SignInCard } from "@/components/auth/sign-in-card";
import { authOptions } from "@/server/sign-in/options";

export const metadata: Metadata = { title: "Sign in", referrer: "no-referrer" };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { token, error, callbackUrl } = await searchParams;
  const hasGithub = authOptions().providers.some((provider) => provider.id === "github");
  return (
    <SignInCard
      token={readText(token)}
      error={readText(error)}
      goTo={readLocalPath(callbackUrl)}
      hasGithub={hasGithub}
    />
  );
}

function readText(value: string | string[] | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Only a path of this hub may be gone on to, so that a crafted link leads nowhere else. */
function readLocalPath(value: string | string[] | undefined): string {
  const isLocal = typeof value === "string" && /^\/(?![/\\])/.test(value);
  return isLocal ? value : "/";
}
