import { appendFileSync } from "node:fs";
import { connect } from "./database";
import { createClient, openEngine } from "./harness";

/** An engine in a process of its own, to be killed: database URL, port, and the file that each step writes to. */
const [url = "", portText = "0", file = ""] = process.argv.slice(2);
const port = Number(portText);
const client = createClient(port);

/** A write to a file survives the end of the process, unlike a message to its parent. */
const note = (runId: string, step: string) => appendFileSync(file, `${runId} ${step}\n`);

const journey = client.createFunction(
  { id: "journey", triggers: { event: "d/journey" } },
  async (context) => {
    const { step, runId, event } = context;
    const first = await step.run("first", () => {
      note(runId, "first");
      return Number(event.data.n);
    });
    await step.sleep("nap", "1s");
    const parts = await Promise.all(
      [1, 2].map((part) =>
        step.run(`part ${part}`, async () => {
          note(runId, `part ${part}`);
          await new Promise((resolve) => setTimeout(resolve, 5));
          return first * part;
        }),
      ),
    );
    await step.sleep("second nap", "1s");
    return step.run("last", () => {
      note(runId, "last");
      return parts.reduce((sum, part) => sum + part, 0);
    });
  },
);

const answer = client.createFunction({ id: "answer", triggers: { event: "d/ask" } }, async ({ step }) => {
  const reply = await step.waitForEvent("reply", { event: "d/reply", match: "data.id", timeout: "1h" });
  return reply?.data.text;
});

const poison = client.createFunction({ id: "poison", triggers: { event: "d/poison" } }, async ({ step }) => {
  await step.run("bite", () => {
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => undefined);
  });
});

/** Under way whenever the poison bites, and never done before it does. */
const bystander = client.createFunction({ id: "bystander", triggers: { event: "d/stand" } }, ({ step }) =>
  step.run("stand", () => new Promise((resolve) => setTimeout(resolve, 800))),
);

const engine = await openEngine({ db: connect(url) }, client, [journey, answer, poison, bystander], { port });
process.once("SIGTERM", async () => {
  await engine.stop();
  process.exit(0);
});
void engine.lost.then(() => process.exit(1));
process.stdout.write("engine ready\n");
