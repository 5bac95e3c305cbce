/** What the model answers to everything but `countRequest`. */
export const releaseNote = `## Atlas 2.14

Imports are faster, and the billing export finally tells the whole story.

### Added

- **Saved filters** in the order list. Name one, pin it, and share its link with your team.
- Invoices can be sent to *several* addresses at once.
- \`GET /v2/orders\` takes \`updated_since\`, so a nightly sync reads only what changed.

### Changed

| Where | Before | Now |
| --- | --- | --- |
| Import of 10,000 rows | 48 s | 6 s |
| Session length | 30 min | 8 h |

### Fixed

- The billing export no longer stops at 1,000 rows.
- Times in the audit log follow the workspace's time zone, also across the change of the clocks.
- Cancelling an upload frees its storage at once.

Upgrading needs no action. Workspaces that run their own workers restart them once.

Thanks to: Ada, Grace, Jordi and Sakura`;

/** The first and the last words of the release note, as they are read. */
export const releaseNoteStart = "Imports are faster";
export const releaseNoteEnd = "Thanks to: Ada, Grace, Jordi and Sakura";

/** What the prompt of the persona says that orders tea, and what the shop and the inbox answer it. */
export const shopGoal = "run the shop";
export const shopAnswer = "The shop took the order";

/** A request that is answered with `countedText`. */
export const countRequest = "Count the pieces";

/** A text in which a gap or a double shows. */
export const countedText = Array.from({ length: 120 }, (_, index) => `piece ${index + 1}`).join("\n");

/** A request to design a persona, which is answered with `designAnswer`. */
export const designRequest = "Design one persona";
export const designAnswer = `\`\`\`json
${JSON.stringify({
  personas: [
    {
      name: "Issue Sorter",
      description: "Sorts new issues by what they are about.",
      identity: "You sort issues for the team that builds the software.",
      instructions: "Read the issue, choose one label, say why in a sentence.",
      errorHandling: "If the issue is empty, say so and stop.",
      eventTypes: ["gitlab_issue"],
    },
  ],
})}
\`\`\``;

/** A request on which the model tells people things, and remembers one, by the protocols written as lines. */
export const tellRequest = "Tell the team";

/** What it answers: three messages, of which one is urgent, and a memory. */
export const toldText = [
  "I looked at the release.",
  JSON.stringify({
    user_message: {
      title: "Signing key expires tomorrow",
      content: "The key **atlas-2026** expires.\n\n- Renew it\n- Tell *operations*",
      content_type: "warning",
      priority: "urgent",
    },
  }),
  JSON.stringify({ user_message: { content: "The changelog is written.", content_type: "success" } }),
  JSON.stringify({
    user_message: { title: "Two tests were skipped", content: "They are slow.", priority: "low" },
  }),
  JSON.stringify({
    agent_memory: {
      title: "Atlas is released on Tuesdays",
      content: "Releases of Atlas go out on Tuesdays, after the stand-up.",
      category: "fact",
      importance: 7,
      tags: ["atlas", "release"],
    },
  }),
  "Done.",
].join("\n");
