import type { RotationOutput } from "@/server/credentials/schema";

/** The values that a rotation could not open; they stay as they are. */
export function RotationFailures({ rotation: { failures } }: { rotation: RotationOutput }) {
  return (
    <div className="w-full">
      <p className="text-table">
        These stay as they were. Put their key back into MASTER_KEYS and rotate again, or give their owners
        new values.
      </p>
      <ul className="mt-2 text-table">
        {failures.map(({ table, id, field, reason }) => (
          <li key={`${table}.${id}.${field}`} className="border-line border-b py-2">
            <span className="break-all font-mono text-code">
              {table} {id} {field}
            </span>
            <span className="block text-ink-muted">{reason}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
