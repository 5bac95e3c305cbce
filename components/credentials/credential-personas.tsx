import Link from "next/link";
import { Section } from "@/components/shared/section";
import type { CredentialOutput } from "@/server/credentials/schema";

/** The personas that have a credential. */
export function CredentialPersonas({ credential: { personas } }: { credential: CredentialOutput }) {
  return (
    <Section title="Personas">
      {personas.length === 0 ? (
        <p className="pt-3 text-ink-muted text-table">
          No persona has it yet. Give it to one under the persona's Credentials.
        </p>
      ) : (
        <ul className="flex flex-col gap-1.5 pt-3 text-table">
          {personas.map(({ id, name }) => (
            <li key={id}>
              <Link href={`/personas/${id}/credentials`} className="font-semibold hover:underline">
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
