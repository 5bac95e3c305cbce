/** How many versions the page shows; older ones are there over the API. */
export const mostVersions = 200;

/** What the fields of a version are called where people read them. */
export const fieldWords: Record<string, string> = {
  name: "Name",
  description: "What it does",
  systemPrompt: "Prompt",
  structuredPrompt: "Sections of the prompt",
  runtime: "Runtime",
  modelProfile: "Model",
  timeoutMs: "Time limit (ms)",
  maxTurns: "Most turns",
  maxBudgetUsd: "Budget for one execution ($)",
  permissionPolicy: "Permissions",
  networkPolicy: "Network",
  designContext: "Design notes",
};
