import { describe, expect, test } from "vitest";
import type { PersonaOutput } from "@/server/personas/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask, send } from "@/tests/support/api";
import { query } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
const profileOf = (persona: PersonaOutput) =>
  JSON.parse(persona.modelProfile ?? "null") as Record<string, unknown>;

describe("a persona's webhook secret", () => {
  test("is shown once when it is made, and once more when it is replaced", async () => {
    const made = await createPersona(hub);
    const { webhookSecret } = await ask<{ webhookSecret: string }>(
      hub,
      "POST",
      `/api/personas/${made.id}/webhook-secret/rotate`,
    );
    expect(webhookSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(webhookSecret).not.toBe(made.webhookSecret);
    const { text } = await send(hub, "GET", `/api/personas/${made.id}`);
    expect(text).not.toContain(webhookSecret);
    expect(text).not.toContain(made.webhookSecret);
    expect(JSON.parse(text)).toMatchObject({ webhookSecret: "[REDACTED]" });
  });

  test("is stored sealed", async () => {
    const { id, webhookSecret } = await createPersona(hub);
    const [row] = await query<{ text: string }>(
      hub,
      "SELECT to_jsonb(persona)::text AS text FROM persona WHERE id = $1",
      [id],
    );
    expect(row?.text).toContain('"v1.');
    expect(row?.text).not.toContain(webhookSecret);
  });
});

describe("the token of a model profile", () => {
  const authToken = uniqueWord("token");

  test("is masked in every reply, stored sealed, and kept when the mask comes back", async () => {
    const { id } = await createPersona(hub, {
      modelProfile: JSON.stringify({ model: "claude-haiku-5-5", authToken }),
    });
    const read = await ask<PersonaOutput>(hub, "GET", `/api/personas/${id}`);
    expect(profileOf(read)).toEqual({ model: "claude-haiku-5-5", authToken: "[REDACTED]" });
    const sealed = await readSealed(id);
    expect(sealed).toMatch(/^v1\./);

    const changed = { ...profileOf(read), maxTokens: 100 };
    const saved = await ask<PersonaOutput>(hub, "POST", "/api/personas", { id, modelProfile: changed });
    expect(profileOf(saved)).toEqual({ model: "claude-haiku-5-5", maxTokens: 100, authToken: "[REDACTED]" });
    expect(await readSealed(id)).toBe(sealed);
  });

  test("goes when the profile comes without it", async () => {
    const { id } = await createPersona(hub, { modelProfile: JSON.stringify({ authToken }) });
    await ask(hub, "POST", "/api/personas", { id, modelProfile: { model: "claude-haiku-5-5" } });
    expect(await readSealed(id)).toBeNull();
  });

  test("stands nowhere in the row", async () => {
    const { id } = await createPersona(hub, { modelProfile: JSON.stringify({ authToken }) });
    const [row] = await query<{ text: string }>(
      hub,
      "SELECT to_jsonb(persona)::text AS text FROM persona WHERE id = $1",
      [id],
    );
    expect(row?.text).not.toContain(authToken);
  });
});

async function readSealed(id: string): Promise<string | null> {
  const rows = await query<{ sealed: string | null }>(
    hub,
    "SELECT model_auth_sealed AS sealed FROM persona WHERE id = $1",
    [id],
  );
  return rows[0]?.sealed ?? null;
}
