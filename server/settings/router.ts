import { z } from "zod";
import { describeModels } from "@/server/models";
import { deleteClaudeKey, getClaudeStatus, setClaudeKey } from "@/server/settings/claude-key";
import { claudeKeyInput, claudeStatus, settingsSchema, settingsUpdate } from "@/server/settings/schema";
import { getSettings, updateSettings } from "@/server/settings/service";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Settings";
const modelList = z.array(
  z.object({ id: z.string(), label: z.string(), inputUsdPerMTok: z.number(), outputUsdPerMTok: z.number() }),
);

export const settingsRouter = createRouter({
  get: verb
    .meta({ rest: { method: "GET", path: "/api/settings", summary: "Read the workspace's settings", tag } })
    .input(z.strictObject({}).optional())
    .output(settingsSchema)
    .query(({ ctx }) => getSettings(ctx.actor)),
  update: verb
    .meta({ rest: { method: "PUT", path: "/api/settings", summary: "Change settings", tag } })
    .input(settingsUpdate)
    .output(settingsSchema)
    .mutation(({ ctx, input }) => updateSettings(ctx.actor, input)),
  claude: verb.output(claudeStatus).query(({ ctx }) => getClaudeStatus(ctx.actor)),
  setClaudeKey: verb
    .input(claudeKeyInput)
    .output(claudeStatus)
    .mutation(({ ctx, input }) => setClaudeKey(ctx.actor, input)),
  deleteClaudeKey: verb.output(claudeStatus).mutation(({ ctx }) => deleteClaudeKey(ctx.actor)),
  models: verb
    .meta({ rest: { method: "GET", path: "/api/models", summary: "List the models and their prices", tag } })
    .input(z.strictObject({}).optional())
    .output(modelList)
    .query(() => describeModels(new Date())),
});
