import { expect, test } from "vitest";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { doorNames, openDoor } from "@/tests/support/doors";
import { query } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

test.each(doorNames)(
  "what wants a person, over %s, grows with what failed of late, spent budgets and reviews",
  async (name) => {
    const door = await openDoor(name, hub);
    const persona = await createPersona(hub);
    const count = () => door.call<{ count: number; pendingReviews: number }>("system.attention");
    const before = await count();
    await query(
      hub,
      `INSERT INTO execution (id, persona_id, persona_name, timeout_ms, status, waiting_for, completed_at)
     VALUES ($1 || '_failed', $2, 'A', 1000, 'failed', NULL, now()),
            ($1 || '_spent', $2, 'A', 1000, 'queued', 'budget', NULL),
            ($1 || '_waits', $2, 'A', 1000, 'queued', 'review', NULL),
            ($1 || '_in_line', $2, 'A', 1000, 'queued', 'retry', NULL),
            ($1 || '_long_ago', $2, 'A', 1000, 'failed', NULL, now() - interval '25 hours')`,
      [uniqueWord("exe"), persona.id],
    );
    for (const status of ["pending", "approved"])
      await query(
        hub,
        `INSERT INTO review (id, key, kind, execution_id, persona_id, persona_name, title, status, updated_at)
         VALUES ($1, $1, 'manual_review', 'exe_x', $2, 'A', 'Publish?', $3, now())`,
        [uniqueWord("rev"), persona.id, status],
      );
    expect(await count()).toEqual({
      count: before.count + 3,
      pendingReviews: before.pendingReviews + 1,
    });
    await query(hub, "DELETE FROM review WHERE persona_id = $1", [persona.id]);
    await query(hub, "DELETE FROM execution WHERE persona_id = $1", [persona.id]);
  },
);
