import type { ToolPlan } from "@/server/tools/hold-tool";

/** Tells the time, in a zone the model names or the workspace's. */
export function planCurrentTime(usualZone: string): ToolPlan {
  return {
    name: "current_time",
    description:
      "Tells the present date and time. timeZone is an IANA name such as Europe/Berlin; without it the workspace's zone is used.",
    inputSchema: {
      type: "object",
      properties: { timeZone: { type: "string", maxLength: 64 } },
      additionalProperties: false,
    },
    source: "builtin",
    usualPolicy: "allow",
    effectOf: () => "read",
    run: async (input) => {
      const { timeZone = usualZone } = input as { timeZone?: string };
      const local = tellTime(new Date(), timeZone);
      if (local === null)
        return {
          output: `"${timeZone}" is not an IANA time zone, for example Europe/Berlin.`,
          isError: true,
        };
      return { output: JSON.stringify({ utc: new Date().toISOString(), timeZone, local }), isError: false };
    },
  };
}

function tellTime(at: Date, timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long", timeZone }).format(at);
  } catch {
    return null;
  }
}
