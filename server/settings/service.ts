import { capacityChanged } from "@/inngest/events";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { forgetKept } from "@/server/keep-for";
import { announce } from "@/server/outbox/service";
import { type Settings, type SettingsUpdate, settingsSchema } from "@/server/settings/schema";

const freshMs = 1_000;
let kept: { settings: Settings; readAt: number } | undefined;

/** The settings as a person sees them. */
export async function getSettings(actor: Actor): Promise<Settings> {
  requireScope(actor, "settings:read");
  return loadSettings();
}

/** Changes the given settings and returns all of them. */
export async function updateSettings(actor: Actor, update: SettingsUpdate): Promise<Settings> {
  requireScope(actor, "settings:write");
  const given = Object.entries(update).filter(([, value]) => value !== undefined);
  await db.$transaction(
    given.map(([key, value]) => {
      const text = JSON.stringify(value);
      return db.setting.upsert({ where: { key }, create: { key, value: text }, update: { value: text } });
    }),
  );
  kept = undefined;
  forgetKept();
  if (update.isPaused !== undefined) await announce(capacityChanged.create({}));
  return loadSettings();
}

/** The settings for the hub's own use: at most a second old, so that hot paths need no query of their own. */
export async function readSettings(): Promise<Settings> {
  if (kept && Date.now() - kept.readAt < freshMs) return kept.settings;
  return loadSettings();
}

/** Whether nothing new may start. A pause counts within a second, its end at once: whoever is called then must not miss it. */
export async function isPaused(): Promise<boolean> {
  return (await readSettings()).isPaused && (await loadSettings()).isPaused;
}

async function loadSettings(): Promise<Settings> {
  const rows = await db.setting.findMany();
  const stored = Object.fromEntries(rows.map((row) => [row.key, JSON.parse(row.value) as unknown]));
  const result = settingsSchema.safeParse({ ...defaultSettings(), ...stored });
  const settings = result.success ? result.data : { ...defaultSettings(), ...keepValid(stored) };
  kept = { settings, readAt: Date.now() };
  return settings;
}

/** After a downgrade a stored value may be unknown or no longer valid; each such key falls back alone. */
function keepValid(stored: Record<string, unknown>): Partial<Settings> {
  const valid = Object.entries(settingsSchema.shape).flatMap(([key, shape]) => {
    const parsed = shape.safeParse(stored[key]);
    return key in stored && parsed.success ? [[key, parsed.data] as const] : [];
  });
  return Object.fromEntries(valid) as Partial<Settings>;
}

function defaultSettings(): Settings {
  return {
    workspaceName: "Ensemble",
    timeZone: "UTC",
    workspaceInstructions: null,
    defaultModel: null,
    isPaused: false,
    executionRetentionDays: env().RETENTION_DAYS,
    eventRetentionDays: 90,
    modelIdleTimeoutMs: 90_000,
    requestsPerMinute: 120_000,
    fallbackModels: [],
    maxTokensPerExecution: null,
    allowedHosts: null,
    reviewPolicies: {
      critical: { slaMinutes: 30, action: "escalate" },
      high: { slaMinutes: 240, action: "escalate" },
      medium: { slaMinutes: 240, action: "escalate" },
      low: { slaMinutes: 480, action: "auto_approve" },
    },
    hopLimit: 8,
    loopBreakerCount: 5,
    loopBreakerMinutes: 10,
  };
}
