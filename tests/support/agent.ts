import type { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { requestExecution } from "@/server/executions/request";
import { type MessagesApi, startMessagesApi } from "./messages-api";
import type { Answer } from "./messages-api-answer";
import { insertPersona, openServices, type Services } from "./services";

export type AgentServices = Services & { api: MessagesApi };

/** The services in this process with a stand-in for the model, and loopback allowed to be fetched from. */
export async function openAgentServices(): Promise<AgentServices> {
  const api = await startMessagesApi();
  Object.assign(process.env, {
    SAFE_FETCH_ALLOW: "127.0.0.1",
    ANTHROPIC_BASE_URL: api.url,
    ANTHROPIC_API_KEY: api.key,
  });
  const services = await openServices();
  return {
    ...services,
    api,
    close: async () => {
      await services.close();
      await api.stop();
    },
  };
}

/** A call of http_request. */
export function fetchCall(url: string, method = "GET") {
  return { name: "http_request", input: { method, url } };
}

/** A persona that the stand-in answers for in this order, and an execution of it that waits to run. */
export async function prepareRun(
  { api }: AgentServices,
  answers: Answer[],
  persona: Partial<Prisma.PersonaCreateInput> = {},
  input: unknown = { a: 1 },
) {
  const personaId = await insertPersona({ runtime: "hub", systemPrompt: "You act.", ...persona });
  const row = await db.persona.findUniqueOrThrow({ where: { id: personaId } });
  api.script(row.name, ...answers);
  const executionId = await requestExecution({ persona: row, hasPersona: true, input });
  const order = [{ turn: "asc" as const }, { position: "asc" as const }];
  return {
    personaId,
    executionId,
    read: () =>
      db.execution.findUniqueOrThrow({
        where: { id: executionId },
        include: { turns: { orderBy: { turn: "asc" } }, toolCalls: { orderBy: order } },
      }),
    notices: async () => {
      const rows = await db.executionOutput.findMany({
        where: { executionId, kind: "notice" },
        orderBy: { seq: "asc" },
      });
      return rows.map(({ text }) => text);
    },
    asked: () => api.find(row.name).map(({ body }) => body as SentBody),
  };
}

/** What the model was sent. */
export type SentBody = {
  model: string;
  system: unknown;
  messages: { role: string; content: SentBlock[] }[];
  tools: { name: string }[];
};
export type SentBlock = { type: string; text?: string; tool_use_id?: string; content?: SentBlock[] };
