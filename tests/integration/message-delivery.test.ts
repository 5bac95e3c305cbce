import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { attemptDelivery } from "@/server/messages/attempt";
import { updateChannel } from "@/server/messages/channels";
import { deliverMessage } from "@/server/messages/deliver";
import { retryDelivery, sweepDeliveries } from "@/server/messages/deliveries";
import { getMessage } from "@/server/messages/service";
import { makeChannel, makeChannelSecret, tell, tellChannels } from "@/tests/factories/message";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { openServices, type Services } from "@/tests/support/services";
import { awaitState } from "@/tests/support/settle";

let services: Services;
let receiver: Receiver;
beforeAll(async () => {
  process.env.SAFE_FETCH_ALLOW = "127.0.0.1";
  services = await openServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await db.messageChannel.deleteMany();
  await db.personaMessage.deleteMany();
  await services.takeFacts();
  await receiver.stop();
});

const read = async (id: string) => {
  const { messageId } = await db.messageDelivery.findUniqueOrThrow({ where: { id } });
  const found = (await getMessage(systemActor, messageId)).deliveries.find((each) => each.id === id);
  if (!found) throw new Error("It is not shown.");
  return found;
};
/** One message on its way to the one channel there is. */
const tellOne = async (message: Parameters<typeof tellChannels>[0] = {}) => {
  const { deliveryIds } = await tellChannels(message);
  const [id] = deliveryIds;
  if (!id || deliveryIds.length !== 1) throw new Error(`There are ${deliveryIds.length} deliveries.`);
  return id;
};
const awaitRequest = () =>
  awaitState(
    async () => receiver.requests.length,
    (seen) => seen === 1,
  );

describe("a written message", () => {
  test("is made ready once for each channel that wants it", async () => {
    const all = await makeChannel({ url: receiver.url });
    const urgent = await makeChannel({ url: receiver.url }, { minPriority: "urgent" });
    const other = await makeChannel({ url: receiver.url }, { personaIds: ["per_other"] });
    await makeChannel({ url: receiver.url }, { enabled: false });
    const messageId = await tell();
    await services.takeFacts();
    const counts = await Promise.all([1, 2].map(() => deliverMessage(messageId)));
    expect(counts.toSorted()).toEqual([0, 1]);
    expect(await deliverMessage(messageId)).toBe(0);
    const { deliveries } = await getMessage(systemActor, messageId);
    expect(deliveries).toMatchObject([
      { channelId: all.id, channelName: "Alerts", status: "pending", attemptCount: 0, mostAttempts: 6 },
    ]);
    expect((await services.takeFacts()).map(({ name, data }) => [name, data])).toEqual([
      ["hub/delivery.created", { deliveryId: deliveries[0]?.id, channelId: all.id }],
    ]);
    const loud = await tellChannels({ priority: "urgent", personaId: "per_other" });
    expect(
      (await getMessage(systemActor, loud.messageId)).deliveries.map((each) => each.channelId).toSorted(),
    ).toEqual([all.id, urgent.id, other.id].toSorted());
    expect(await deliverMessage("pms_none")).toBe(0);
  });

  test("that tells of a review goes, with its links, to channels that tell reviews alone", async () => {
    await makeChannel({ url: receiver.url });
    const teller = await makeChannel({ url: receiver.url }, { tellsReviews: true });
    const metadata = {
      reviewId: "rev_1",
      approveUrl: "https://hub.test/a?t=1",
      rejectUrl: "https://hub.test/r?t=1",
    };
    const id = await tellOne({ metadata });
    expect((await read(id)).channelId).toBe(teller.id);
    expect(await attemptDelivery(id)).toEqual({ status: "delivered" });
    expect(JSON.parse(receiver.requests[0]?.body ?? "")).toMatchObject({
      data: { ...metadata, reviewUrl: expect.stringMatching(/\/reviews\/rev_1$/) },
    });
  });
});

describe("an attempt at a webhook", () => {
  test("is signed so that the reference library takes it, and goes out once", async () => {
    const secret = makeChannelSecret();
    await makeChannel({ url: receiver.url, secret });
    const id = await tellOne({ title: "Release", executionId: "exe_1", priority: "high" });
    receiver.answerWith({ status: 201, body: '{"id": "theirs-1"}' });
    expect(await Promise.all([attemptDelivery(id), attemptDelivery(id)])).toEqual(
      expect.arrayContaining([{ status: "delivered" }]),
    );
    expect(await attemptDelivery(id)).toEqual({ status: "delivered" });
    expect(receiver.requests).toHaveLength(1);
    const [request] = receiver.requests;
    expect(request?.id).toBe(id);
    expect(request && receiver.verify(request, secret)).toMatchObject({
      type: "message.created",
      data: {
        personaName: "Scribe",
        title: "Release",
        content: "All is **well**.",
        priority: "high",
        executionUrl: expect.stringMatching(/\/executions\/exe_1$/),
        url: expect.stringMatching(/\/messages\/pms_/),
      },
    });
    expect(await read(id)).toMatchObject({
      status: "delivered",
      externalId: "theirs-1",
      errorMessage: null,
      deliveredAt: expect.any(String),
      nextAttemptAt: null,
    });
  });

  test("that fails is followed by the next with the same id, at growing distances, and then no more", async () => {
    await makeChannel({ url: receiver.url });
    const id = await tellOne();
    receiver.answerWith(...Array.from({ length: 6 }, () => ({ status: 503, body: "busy" })));
    const waits: number[] = [];
    let now = Date.now();
    for (;;) {
      const outcome = await attemptDelivery(id, { now });
      if (outcome.status !== "waiting") break;
      expect(await attemptDelivery(id, { now })).toEqual(outcome);
      waits.push(Math.round((Date.parse(outcome.dueAt) - now) / 1_000));
      now = Date.parse(outcome.dueAt);
    }
    expect(waits).toEqual([10, 60, 600, 3_600, 21_600]);
    expect(receiver.requests.map((request) => request.id)).toEqual(Array(6).fill(id));
    expect(await read(id)).toMatchObject({
      status: "failed",
      attemptCount: 6,
      errorMessage: "It answered 503: busy",
      nextAttemptAt: null,
    });
  });

  test("that fails first and works then is delivered", async () => {
    await makeChannel({ url: receiver.url });
    const id = await tellOne();
    receiver.answerWith({ status: 500 }, "break off");
    let outcome = await attemptDelivery(id);
    while (outcome.status === "waiting")
      outcome = await attemptDelivery(id, { now: Date.parse(outcome.dueAt) });
    expect(await read(id)).toMatchObject({ status: "delivered", attemptCount: 3, errorMessage: null });
  });

  test("waits as long as the other side asks for", async () => {
    await makeChannel({ url: receiver.url });
    const now = Date.now();
    receiver.answerWith({ status: 429, headers: { "retry-after": "120" } });
    const outcome = await attemptDelivery(await tellOne(), { now });
    if (outcome.status !== "waiting") throw new Error(outcome.status);
    expect(Math.round((Date.parse(outcome.dueAt) - now) / 1_000)).toBe(120);
  });

  test.each([400, 410, 413, 422])("is the last when it is answered %i", async (status) => {
    await makeChannel({ url: receiver.url });
    const id = await tellOne();
    receiver.answerWith({ status });
    expect(await attemptDelivery(id)).toEqual({ status: "failed" });
    expect(await read(id)).toMatchObject({ status: "failed", errorMessage: `It answered ${status}.` });
  });

  test.each([
    ["a redirect", { status: 307, headers: { location: "/else" } }, /Redirects are not followed/],
    ["silence", "hang", /no whole answer within 0.2 s/],
    ["a broken connection", "break off", /did not answer/],
  ] as const)("fails on %s without telling where it leads", async (_name, answer, expected) => {
    await makeChannel({ url: `${receiver.url}/T0/B0/tokentokentoken` });
    const id = await tellOne();
    receiver.answerWith(answer);
    expect(await attemptDelivery(id, { timeoutMs: 200 })).toMatchObject({ status: "waiting" });
    const { errorMessage } = await read(id);
    expect(errorMessage).toMatch(expected);
    expect(errorMessage).not.toContain("tokentokentoken");
  });

  test("does not show what the other side repeats of the address", async () => {
    const secret = makeChannelSecret();
    await makeChannel({ url: `${receiver.url}/T0/B0/tokentokentoken`, secret });
    const id = await tellOne();
    receiver.answerWith({ status: 500, body: `no ${receiver.url}/T0/B0/tokentokentoken with ${secret}` });
    await attemptDelivery(id);
    const { errorMessage } = await read(id);
    expect(errorMessage).toContain("It answered 500: no");
    expect(errorMessage).not.toContain("tokentokentoken");
    expect(errorMessage).not.toContain(secret.slice(6));
  });

  test("does not reach private addresses that nobody allowed", async () => {
    await makeChannel({ url: "http://10.1.2.3/hook" });
    const id = await tellOne();
    expect(await attemptDelivery(id)).toMatchObject({ status: "waiting" });
    expect((await read(id)).errorMessage).toContain("SAFE_FETCH_ALLOW=10.1.2.3:80");
  });
});

describe("an attempt that a crash cuts off", () => {
  test("is followed by one more a minute later, by whichever run", async () => {
    await makeChannel({ url: receiver.url });
    const id = await tellOne();
    receiver.answerWith("hang");
    // Nothing ends it in this process; to the run that comes back it is as dead as one of a killed process.
    const lost = attemptDelivery(id, { timeoutMs: 1_000 });
    await awaitRequest();
    const outcome = await attemptDelivery(id);
    if (outcome.status !== "waiting") throw new Error(outcome.status);
    expect(receiver.requests).toHaveLength(1);
    expect(await attemptDelivery(id, { now: Date.parse(outcome.dueAt) })).toEqual({ status: "delivered" });
    expect(await lost).toEqual({ status: "delivered" });
    expect(receiver.requests.map((request) => request.id)).toEqual([id, id]);
    expect(await read(id)).toMatchObject({ status: "delivered", attemptCount: 2, errorMessage: null });
  });

  test("is told to the engine again when its run does not come back", async () => {
    const channel = await makeChannel({ url: receiver.url });
    const id = await tellOne();
    await services.takeFacts();
    expect(await sweepDeliveries(30_000)).toBe(0);
    const later = Date.now() + 120_000;
    expect(await sweepDeliveries(30_000, later)).toBe(1);
    expect(await sweepDeliveries(30_000, later)).toBe(0);
    expect((await services.takeFacts()).map(({ name, data }) => [name, data])).toEqual([
      ["hub/delivery.created", { deliveryId: id, channelId: channel.id }],
    ]);
    expect(await attemptDelivery(id, { now: later })).toEqual({ status: "delivered" });
    expect(await sweepDeliveries(30_000, later + 120_000)).toBe(0);
  });
});

describe("a channel", () => {
  test("that is switched off gets nothing more; what waited fails and is sent again by hand", async () => {
    const { id: channelId } = await makeChannel({ url: receiver.url });
    const id = await tellOne();
    await updateChannel(systemActor, { id: channelId, enabled: false });
    expect(await attemptDelivery(id)).toEqual({ status: "failed" });
    expect(await read(id)).toMatchObject({ errorMessage: "The channel is off." });
    await expect(retryDelivery(systemActor, id)).rejects.toMatchObject({ code: "conflict" });
    await updateChannel(systemActor, { id: channelId, enabled: true });
    await services.takeFacts();
    expect(await retryDelivery(systemActor, id)).toMatchObject({
      status: "pending",
      attemptCount: 0,
      errorMessage: null,
    });
    await expect(retryDelivery(systemActor, id)).rejects.toMatchObject({ code: "conflict" });
    expect((await services.takeFacts()).map(({ name }) => name)).toEqual(["hub/delivery.created"]);
    expect(await attemptDelivery(id)).toEqual({ status: "delivered" });
    await expect(retryDelivery(systemActor, id)).rejects.toMatchObject({ code: "conflict" });
    expect(receiver.requests).toHaveLength(1);
    await expect(retryDelivery(systemActor, "mdl_none")).rejects.toMatchObject({ code: "not_found" });
  });

  test("of Slack is posted blocks that mention nobody", async () => {
    await makeChannel({ url: receiver.url }, { channelType: "slack" });
    const id = await tellOne({ title: "<!channel>", content: "**Done** <!here>", priority: "urgent" });
    receiver.answerWith({ status: 200, headers: { "x-slack-req-id": "req-7" }, body: "ok" });
    expect(await attemptDelivery(id)).toEqual({ status: "delivered" });
    const { body, headers } = receiver.requests[0] ?? { body: "{}", headers: {} };
    expect(headers["content-type"]).toBe("application/json");
    expect(body).not.toMatch(/"mrkdwn","text":"[^"]*<!/);
    expect(JSON.parse(body)).toMatchObject({
      text: "urgent: &lt;!channel&gt; (Scribe)",
      blocks: expect.arrayContaining([
        expect.objectContaining({ text: expect.objectContaining({ text: "*Done* &lt;!here&gt;" }) }),
      ]),
    });
    expect(await read(id)).toMatchObject({ externalId: "req-7" });
  });
});
