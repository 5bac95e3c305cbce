import { expect, test } from "vitest";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { doorNames, openDoor } from "@/tests/support/doors";
import { query } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

test.each(doorNames)(
  "what wants a person, over %s, grows with what failed of late and what waits for a decision",
  async (name) => {
    const door = await openDoor(name, hub);
    const persona = await createPersona(hub);
    const count = async () => (await door.call<{ count: number }>("system.attention")).count;
    const before = await count();
    await query(
      hub,
      `INSERT INTO execution (id, persona_id, persona_name, timeout_ms, status, waiting_for, completed_at)
     VALUES ($1 || '_failed', $2, 'A', 1000, 'failed', NULL, now()),
            ($1 || '_waits', $2, 'A', 1000, 'queued', 'review', NULL),
            ($1 || '_in_line', $2, 'A', 1000, 'queued', 'retry', NULL),
            ($1 || '_long_ago', $2, 'A', 1000, 'failed', NULL, now() - interval '25 hours')`,
      [uniqueWord("exe"), persona.id],
    );
    expect(await count()).toBe(before + 2);
    await query(hub, "DELETE FROM execution WHERE persona_id = $1", [persona.id]);
  },
);
