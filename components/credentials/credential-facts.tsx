import { CopyButton } from "@/components/shared/copy-button";
import { Fact, Facts } from "@/components/shared/facts";
import { ExactTime, RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import type { CredentialOutput } from "@/server/credentials/schema";

/** What is known of a credential. */
export function CredentialFacts({ credential }: { credential: CredentialOutput }) {
  const { id, lastUsedAt, createdAt, updatedAt } = credential;
  return (
    <Section title="Facts">
      <Facts>
        <Fact name="Last used">{lastUsedAt ? <RelativeTime at={lastUsedAt} /> : "Never"}</Fact>
        <Fact name="Changed">
          <ExactTime at={updatedAt} />
        </Fact>
        <Fact name="Stored">
          <ExactTime at={createdAt} />
        </Fact>
        <Fact name="Id">
          <span className="inline-flex max-w-full items-center gap-1">
            <span className="truncate font-mono text-code">{id}</span>
            <span className="-my-2 -mr-2">
              <CopyButton text={id} what="credential id" />
            </span>
          </span>
        </Fact>
      </Facts>
    </Section>
  );
}
