import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { recallMemories } from "@/server/memories/recall";
import { attemptDelivery } from "@/server/messages/attempt";
import { deliverMessage } from "@/server/messages/deliver";
import { messageList } from "@/server/messages/schema";
import { getMessage, listMessages } from "@/server/messages/service";
import { toldText } from "@/tests/e2e/answers";
import { makeChannel, makeChannelSecret } from "@/tests/factories/message";
import { type AgentServices, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { say } from "@/tests/support/messages-api-answer";
import { startReceiver } from "@/tests/support/receiver";

let services: AgentServices;
beforeAll(async () => {
  services = await openAgentServices();
});
afterAll(() => services.close());

test("what a persona tells and learns in its text reaches the inbox, a channel and the next prompt", async () => {
  const receiver = await startReceiver();
  const secret = makeChannelSecret();
  await makeChannel({ url: receiver.url, secret }, { minPriority: "urgent" });
  const it = await prepareRun(services, [say(toldText), say("Seen.")]);
  expect(await driveExecution(it.executionId)).toBe("completed");
  const { executionId } = it;
  const { items } = await listMessages(systemActor, messageList.parse({ executionId }));
  expect(items.map(({ title, priority, contentType }) => [title, priority, contentType]).toSorted()).toEqual([
    [null, "normal", "success"],
    ["Signing key expires tomorrow", "urgent", "warning"],
    ["Two tests were skipped", "low", "info"],
  ]);
  for (const { id } of items) await deliverMessage(id);
  const [delivery, ...rest] = await db.messageDelivery.findMany();
  expect(rest).toEqual([]);
  expect(await attemptDelivery(delivery?.id ?? "")).toEqual({ status: "delivered" });
  const [request] = receiver.requests;
  expect(request && receiver.verify(request, secret)).toMatchObject({
    data: { executionId, priority: "urgent" },
  });
  expect((await getMessage(systemActor, delivery?.messageId ?? "")).deliveries).toMatchObject([
    { status: "delivered" },
  ]);
  expect(await db.memory.findMany({ where: { personaId: it.personaId } })).toMatchObject([
    {
      title: "Atlas is released on Tuesdays",
      importance: 7,
      category: "fact",
      sourceExecutionId: executionId,
    },
  ]);
  expect(await recallMemories(it.personaId, { repository: "acme/atlas" })).toMatchObject([
    { title: "Atlas is released on Tuesdays" },
  ]);
  await receiver.stop();
});
