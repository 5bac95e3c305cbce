import {
  type DocumentedOperation,
  describeLimits,
  describeType,
  type SchemaShape,
} from "@/components/docs/operation";
import { CodeBlock } from "@/components/shared/code-block";

/** One verb, folded: method, path and summary; open: what it takes, what it answers, a line to try it with. */
export function OperationPanel({ operation, origin }: { operation: DocumentedOperation; origin: string }) {
  return (
    <details id={operation.id} className="group scroll-mt-4 border-line border-b">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 py-2 hover:bg-hover">
        <span className="w-16 font-mono font-semibold text-code">{operation.method}</span>
        <span className="break-all font-mono text-code">{operation.path}</span>
        <span className="text-ink-muted text-table">{operation.summary}</span>
      </summary>
      <div className="flex flex-col gap-4 pt-2 pb-5 sm:pl-19">
        {operation.description && <p className="max-w-[72ch] text-table">{operation.description}</p>}
        <FieldTable
          title="Parameters"
          rows={operation.parameters.map((one) => ({ ...one, place: one.in }))}
        />
        {operation.body && <FieldTable title="Body" rows={listFields(operation.body)} />}
        <CodeBlock text={buildCurl(operation, origin)} label="curl line" />
        <ul className="flex flex-col gap-3">
          {operation.replies.map((reply) => (
            <li key={reply.status} className="flex flex-col gap-1">
              <p className="text-table">
                <span className="font-mono font-semibold text-code">
                  {reply.status === "default" ? "error" : reply.status}
                </span>{" "}
                {reply.status === "default" ? "{error, code, issues?, requestId}" : reply.description}
              </p>
              {reply.schema && (
                <FieldTable title="Reply" rows={listFields(reply.schema.items ?? reply.schema)} />
              )}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}

type Row = { name: string; place?: string; required: boolean; schema: SchemaShape };

function FieldTable({ title, rows }: { title: string; rows: Row[] }) {
  if (rows.length === 0) return null;
  return (
    <table className="w-full text-table">
      <caption className="pb-1 text-left text-ink-muted">{title}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className="border-line border-t align-top">
            <th scope="row" className="w-1/3 py-1.5 pr-3 text-left font-mono font-normal text-code">
              {row.name}
              {row.required && <span className="text-ink-muted"> · required</span>}
            </th>
            <td className="break-words py-1.5 text-ink-muted">
              {describeType(row.schema)}
              {describeLimits(row.schema) && `, ${describeLimits(row.schema)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function listFields(schema: SchemaShape): Row[] {
  return Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    schema: field,
  }));
}

function buildCurl(operation: DocumentedOperation, origin: string): string {
  const lines = [`curl -X ${operation.method} "${origin}${operation.path}"`];
  if (!operation.isOpen) lines.push('-H "Authorization: Bearer $TEAM_API_KEY"');
  if (operation.body) {
    const example = Object.fromEntries((operation.body.required ?? []).map((name) => [name, "…"]));
    lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(example)}'`);
  }
  return lines.join(" \\\n  ");
}
