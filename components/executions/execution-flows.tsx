import { readFlows } from "@/components/executions/read-flows";
import { JsonView } from "@/components/shared/json-view";
import { Section } from "@/components/shared/section";

/** The steps that a persona named while it worked; as JSON where they have another shape. Nothing when it named none. */
export function ExecutionFlows({ text }: { text: string | null }) {
  if (!text) return null;
  const steps = readFlows(text);
  return (
    <Section title="Steps">
      {steps ? (
        <ol className="list-decimal pt-3 pl-5 text-table">
          {steps.map(({ key, step, action, status }) => (
            <li key={key} className="break-words pb-1">
              {step}
              {action && <span className="text-ink-muted"> – {action}</span>}
              {status && <span className="text-ink-muted"> ({status})</span>}
            </li>
          ))}
        </ol>
      ) : (
        <div className="pt-3">
          <JsonView text={text} label="steps" className="max-h-96" />
        </div>
      )}
    </Section>
  );
}
