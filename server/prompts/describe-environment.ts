import type { Runtime } from "@/server/personas/schema";

const onWorker = `## Execution Environment
- Platform: Linux or macOS
- Available: \`curl\`, \`node\`, \`npx\`, \`git\`, \`bash\`
- Prefer \`curl\` for calls to APIs.
- Credentials are already set as environment variables.`;

const inHub = `## Execution Environment
- You run in the hub: there is no shell, no file system and no browser.
- You act through the tools you are given. Prefer \`http_request\` for calls to APIs.
- Credentials are put into requests by the hub, in place of their placeholders, when they are sent.`;

/** What a run has around it (contracts/personas.md §1.2, block 6; design §12.13). */
export function describeEnvironment(runtime: Runtime): string {
  return runtime === "worker" ? onWorker : inHub;
}

/** The names under which credentials may be used, never their values; empty without any (block 7). */
export function describeCredentials(variables: readonly string[], runtime: Runtime): string[] {
  if (variables.length === 0) return [];
  const names = variables.map((name) => `- \`$${name}\``);
  const lead =
    runtime === "worker"
      ? "These are already set. Use them by name; do not print them, and do not probe whether they are there."
      : "Write these names where the value belongs, in the URL, a header or the body of an `http_request`. They are already set: do not probe them. The value is put in only for the hosts its credential allows, and you never see it.";
  return [`## Available Credentials (as environment variables)\n${lead}\n${names.join("\n")}`];
}
