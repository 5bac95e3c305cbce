import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor, webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import { attemptDelivery } from "@/server/messages/attempt";
import {
  createChannel,
  deleteChannel,
  getChannel,
  listChannels,
  updateChannel,
} from "@/server/messages/channels";
import { channelCreate } from "@/server/messages/schema";
import { getMessage } from "@/server/messages/service";
import { testChannel } from "@/server/messages/test-channel";
import { makeChannel, makeChannelSecret, tellChannels } from "@/tests/factories/message";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { openServices, type Services } from "@/tests/support/services";
import { type MailServer, startMailServer } from "@/tests/support/smtp-server";

let services: Services;
let receiver: Receiver;
let mail: MailServer;
beforeAll(async () => {
  receiver = await startReceiver();
  mail = await startMailServer(`p/${randomBytes(12).toString("base64")}`);
  process.env.SAFE_FETCH_ALLOW = "127.0.0.1";
  process.env.SMTP_URL = mail.url;
  process.env.SMTP_FROM = "Ensemble <hub@example.com>";
  services = await openServices();
});
afterAll(async () => {
  await services.close();
  await receiver.stop();
  await mail.stop();
});
afterEach(async () => {
  await db.messageChannel.deleteMany();
  await db.personaMessage.deleteMany();
});

const addresses = ["ada@example.com", "grace@example.com"];
const email = () => makeChannel({ addresses }, { channelType: "email" });
const sendOne = async () => {
  const { messageId, deliveryIds } = await tellChannels({
    title: "Größe & mehr",
    content: "# Done\n\nAll **well**.",
  });
  const outcome = await attemptDelivery(deliveryIds[0] ?? "");
  const [delivery] = (await getMessage(systemActor, messageId)).deliveries;
  return { outcome, delivery };
};

describe("a channel", () => {
  test("keeps its address sealed and shows no more than its host", async () => {
    const secret = makeChannelSecret();
    const made = await makeChannel({ url: "https://hooks.example.com/T0/B0/tokentokentoken", secret });
    expect(made).toMatchObject({
      hint: "hooks.example.com, signed",
      config: "[REDACTED]",
      enabled: true,
      problem: null,
      lastDelivery: null,
    });
    const row = await db.messageChannel.findUnique({ where: { id: made.id } });
    const audit = await db.auditEntry.findMany({ where: { subjectId: made.id }, omit: { id: true } });
    const everything = JSON.stringify([
      row,
      audit,
      made,
      await listChannels(systemActor, { limit: 50, offset: 0 }),
    ]);
    for (const hidden of ["tokentokentoken", "/T0/", secret.slice(6)])
      expect(everything).not.toContain(hidden);
    expect(audit).toMatchObject([{ action: "channel.created" }]);
  });

  test("is changed in part; a new address replaces the one before as a whole", async () => {
    const { id } = await makeChannel({ url: receiver.url, secret: makeChannelSecret() });
    await updateChannel(systemActor, {
      id,
      name: "Night shift",
      minPriority: "urgent",
      personaIds: ["per_a", "per_a"],
    });
    expect(await getChannel(systemActor, id)).toMatchObject({
      name: "Night shift",
      minPriority: "urgent",
      personaIds: ["per_a"],
      hint: expect.stringMatching(/, signed$/),
    });
    const { hint } = await updateChannel(systemActor, {
      id,
      config: { url: receiver.url },
      personaIds: null,
    });
    expect(hint).toMatch(/, unsigned$/);
    expect((await testChannel(systemActor, id)).isDelivered).toBe(true);
    expect(receiver.requests.at(-1)?.headers["webhook-signature"]).toBeUndefined();
    expect(await deleteChannel(systemActor, id)).toEqual({ deleted: true });
    for (const call of [getChannel, deleteChannel, testChannel])
      await expect(call(systemActor, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([
    ["slack", {}, "config.url"],
    ["slack", { url: "ftp://example.com" }, "config.url"],
    ["slack", { url: "https://user:pass@example.com" }, "config.url"],
    ["webhook", { url: "https://example.com", secret: "short" }, "config.secret"],
    ["webhook", { url: "https://example.com", other: 1 }, "config"],
    ["email", { addresses: [] }, "config.addresses"],
    ["email", { addresses: ["ada"] }, "config.addresses.0"],
    ["email", { url: "https://example.com" }, "config.addresses"],
  ] as const)("of %s is refused with %j", async (channelType, config, path) => {
    const input = channelCreate.parse({ name: "x", channelType, config });
    await expect(createChannel(systemActor, input)).rejects.toMatchObject({
      code: "validation_failed",
      issues: expect.arrayContaining([expect.objectContaining({ path })]),
    });
    expect(await db.messageChannel.count()).toBe(0);
  });

  test("is out of reach for who lacks the scope", async () => {
    const actor = webhookActor("gitlab");
    const { id } = await makeChannel({ url: receiver.url });
    for (const call of [
      () => listChannels(actor, { limit: 1, offset: 0 }),
      () => getChannel(actor, id),
      () => updateChannel(actor, { id, enabled: false }),
      () => deleteChannel(actor, id),
      () => testChannel(actor, id),
    ])
      await expect(call()).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a test", () => {
  test("goes out at once, also through a channel that is off, and says what happened", async () => {
    const secret = makeChannelSecret();
    const { id } = await makeChannel({ url: receiver.url, secret }, { enabled: false });
    expect(await testChannel(systemActor, id)).toMatchObject({ isDelivered: true, errorMessage: null });
    const request = receiver.requests.at(-1);
    expect(request && receiver.verify(request, secret)).toMatchObject({
      data: { title: "Ensemble reaches this channel" },
    });
    receiver.answerWith({ status: 403, body: "invalid_token" });
    expect(await testChannel(systemActor, id)).toMatchObject({
      isDelivered: false,
      errorMessage: "It answered 403: invalid_token",
    });
    expect(await db.messageDelivery.count()).toBe(0);
  });
});

describe("e-mail", () => {
  test("is handed to the mail server, once, and its id is kept", async () => {
    await email();
    const { outcome, delivery } = await sendOne();
    expect(outcome).toEqual({ status: "delivered" });
    expect(mail.mails).toHaveLength(1);
    const [sent] = mail.mails;
    expect(sent).toMatchObject({ from: "hub@example.com", to: addresses });
    expect(sent?.source).toMatch(/^From: Ensemble <hub@example.com>\r$/m);
    expect(sent?.source).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(sent?.source).toContain("All **well**.");
    expect(delivery?.externalId).toContain(delivery?.id);
    expect(sent?.source).toContain(`Message-ID: ${delivery?.externalId}`);
    expect(await attemptDelivery(delivery?.id ?? "")).toEqual({ status: "delivered" });
    expect(mail.mails).toHaveLength(1);
  });

  test("that is refused for now is tried again; for good, not", async () => {
    await email();
    mail.refuseWith(451);
    const first = await sendOne();
    expect(first.outcome.status).toBe("waiting");
    expect(first.delivery?.errorMessage).toMatch(/The mail server said: .*451/);
    mail.refuseWith(554);
    expect((await sendOne()).outcome.status).toBe("failed");
  });

  test("shows no password when the mail server repeats it", async () => {
    const { password, url } = mail;
    await email();
    const wrong = `w${password}`;
    const { SMTP_URL } = await overrideEnv({
      SMTP_URL: url.replace(encodeURIComponent(password), encodeURIComponent(wrong)),
    });
    const { outcome, delivery } = await sendOne();
    await overrideEnv({ SMTP_URL });
    expect(outcome.status).toBe("waiting");
    expect(delivery?.errorMessage).toContain("[REDACTED]");
    expect(delivery?.errorMessage).not.toContain(password);
  });

  test("cannot be sent without SMTP_URL, which is said by name", async () => {
    const { id } = await email();
    const before = await overrideEnv({ SMTP_URL: undefined });
    await expect(testChannel(systemActor, id)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("SMTP_URL"),
    });
    expect((await getChannel(systemActor, id)).problem).toContain("SMTP_URL");
    const { outcome, delivery } = await sendOne();
    expect([outcome.status, delivery?.errorMessage]).toEqual(["failed", expect.stringContaining("SMTP_URL")]);
    await overrideEnv(before);
  });
});

/** Changes the environment as it was read; returns what it was. */
async function overrideEnv(change: {
  SMTP_URL: string | undefined;
}): Promise<{ SMTP_URL: string | undefined }> {
  const { env } = await import("@/server/env");
  const before = { SMTP_URL: env().SMTP_URL };
  Object.assign(env(), change);
  return before;
}
