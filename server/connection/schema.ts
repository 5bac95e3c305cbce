import { z } from "zod";

export const tokenInput = z.strictObject({
  token: z
    .string()
    .trim()
    .max(500)
    .regex(/^sk-ant-[\x21-\x7e]{8,}$/, "A token of Claude begins with sk-ant- and has no spaces"),
});

export const authorizeOutput = z.object({
  authUrl: z.string(),
  state: z.string(),
  instructions: z.array(z.string()),
});

/** What came back from the provider. Pages that show the code show it as `code#state`, which is taken in one piece too. */
export const callbackInput = z
  .strictObject({
    code: z.string().trim().min(1, "Paste the code").max(4_000),
    state: z.string().trim().max(200).optional(),
  })
  .transform(({ code, state }) => {
    const [bare = "", attached] = code.split("#");
    return { code: bare, state: state || attached || "" };
  });
export type CallbackInput = z.infer<typeof callbackInput>;

export const connectedOutput = z.object({
  status: z.literal("connected"),
  scopes: z.array(z.string()),
  expiresAt: z.string(),
});

/** GET /api/oauth/status (contracts/personas.md §1.7), and what a page needs beside it. */
export const oauthStatus = z.object({
  connected: z.boolean(),
  scopes: z.array(z.string()),
  expiresAt: z.string().nullable(),
  isExpired: z.boolean(),
  /** Why the token cannot be renewed, or could not be the last time. */
  problem: z.string().nullable(),
  /** What has to be set before a person can sign in; null when nothing is missing. */
  setup: z.string().nullable(),
});
export type OauthStatus = z.infer<typeof oauthStatus>;

/** How the way back through the browser ended, as the settings page is told. */
export type CallbackOutcome = "connected" | "refused" | "expired" | "failed";
