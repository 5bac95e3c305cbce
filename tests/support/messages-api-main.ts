/** Runs the stand-in as a process of its own: `--port 4480 --delay 20 --text "…"`; prints `ready <url> <key>`. */
import { parseArgs } from "node:util";
import { startMessagesApi } from "./messages-api";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    delay: { type: "string", default: "0" },
    text: { type: "string", default: "Hello from the stand-in." },
    "key-prefix": { type: "string", default: "" },
  },
});
const api = await startMessagesApi({
  port: Number(values.port),
  keyPrefix: values["key-prefix"],
  isRecording: false,
  answer: { kind: "text", text: values.text, chunkDelayMs: Number(values.delay) },
});
process.stdout.write(`ready ${api.url} ${api.key}\n`);
