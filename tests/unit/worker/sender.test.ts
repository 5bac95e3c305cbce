import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createHubClient } from "@/scripts/worker/hub-client";
import { createSender } from "@/scripts/worker/sender";
import { createRedactor } from "@/server/redact";

type Output = { chunks?: { kind: string; text: string }[] };

/** What a hub is told of the texts that a persona says. */
async function send(texts: string[], secrets: string[], maxOutputBytes: number) {
  let stdout = "";
  const server = createServer(async (request, response) => {
    const { chunks = [] } = (await json(request)) as Output;
    for (const { kind, text } of chunks) if (kind === "stdout") stdout += text;
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const hub = `http://127.0.0.1:${port}`;
    const client = createHubClient({
      hub,
      token: "t",
      onTrouble: () => undefined,
      renew: async () => undefined,
    });
    const lease = { workerId: "wrk_1", sessionToken: "s", executionId: "exe_1", leaseNumber: 1 };
    const signal = new AbortController().signal;
    const order = { redactor: createRedactor(secrets), maxOutputBytes, signal };
    const sender = createSender(client, lease, order, (error) => {
      throw error;
    });
    for (const text of texts) sender.text(text);
    await sender.flush();
    return { stdout, isCut: sender.isCut() };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test("what was held back is sent at the end, and dropped where the output was cut in the middle of a secret", async () => {
  const secret = randomBytes(24).toString("hex");
  const half = secret.slice(0, 20);
  expect(await send(["so ", half], [secret], 1_000)).toEqual({ stdout: `so ${half}`, isCut: false });
  expect(await send(["so ", `${secret} and more`], [secret], 23)).toEqual({ stdout: "so ", isCut: true });
  const whole = await send([`so ${secret}`, " and more"], [secret], 1_000);
  expect(whole).toEqual({ stdout: "so [REDACTED] and more", isCut: false });
});
