import Link from "next/link";
import type { DocumentedOperation } from "@/components/docs/operation";
import { OperationPanel } from "@/components/docs/operation-panel";
import { PageHeader } from "@/components/shared/page-header";

type ApiReferenceProps = { operations: DocumentedOperation[]; origin: string; version: string };

/** Every REST verb, by noun, from the OpenAPI document itself. */
export function ApiReference({ operations, origin, version }: ApiReferenceProps) {
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return (
    <main className="mx-auto max-w-4xl px-4 py-6 sm:px-6">
      <PageHeader title="API" back={{ href: "/", label: "the Hub" }}>
        <p className="max-w-[72ch] text-ink-muted">
          Version {version} at <code className="font-mono text-code">{origin}</code>. Send the team key as{" "}
          <code className="font-mono text-code">Authorization: Bearer</code>. Unknown fields are refused; an{" "}
          <code className="font-mono text-code">Idempotency-Key</code> makes any POST safe to repeat. Also as{" "}
          <Link className="underline" href="/api/openapi.json" prefetch={false}>
            OpenAPI 3.1
          </Link>
          .
        </p>
      </PageHeader>
      {tags.map((tag) => (
        <section key={tag} aria-labelledby={`tag-${tag}`} className="mb-8">
          <h2 id={`tag-${tag}`} className="border-line border-b pb-1 font-semibold">
            {tag}
          </h2>
          {operations
            .filter((operation) => operation.tag === tag)
            .map((operation) => (
              <OperationPanel key={operation.id} operation={operation} origin={origin} />
            ))}
        </section>
      ))}
    </main>
  );
}
