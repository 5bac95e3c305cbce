import { createTRPCUntypedClient, httpLink, TRPCClientError } from "@trpc/client";
import type { ErrorCode, FieldIssue } from "@/server/errors";
import { listRoutes } from "@/server/rest/route-table";
import { appRouter } from "@/server/trpc/root";
import { type HubAddress, type Reply, send } from "./api";
import { signIn } from "./session";

export type Refusal = { status: number; code: ErrorCode; message: string; issues: FieldIssue[] };
type Outcome = { value: unknown } | { refusal: Refusal };
export type Door = {
  /** What the verb returns; lists as `{items, total}`. Throws when it is refused. */
  call: <Output>(verb: string, input?: object) => Promise<Output>;
  /** Why the verb is refused. Throws when it is not. */
  refuse: (verb: string, input?: object) => Promise<Refusal>;
};

/** The doors that serve the same verbs: REST with the team key, tRPC with a signed-in person's session. */
export const doorNames = ["REST", "tRPC"] as const;

export async function openDoor(
  name: (typeof doorNames)[number],
  hub: HubAddress & { databaseUrl: string },
): Promise<Door> {
  return wrap(name === "REST" ? openRest(hub) : openTrpc(hub.url, await signIn(hub)));
}

function wrap(reach: (verb: string, input: object) => Promise<Outcome>): Door {
  return {
    call: async <Output>(verb: string, input: object = {}) => {
      const outcome = await reach(verb, input);
      if ("value" in outcome) return outcome.value as Output;
      throw new Error(`${verb} was refused: ${JSON.stringify(outcome.refusal)}`);
    },
    refuse: async (verb, input = {}) => {
      const outcome = await reach(verb, input);
      if ("refusal" in outcome) return outcome.refusal;
      throw new Error(`${verb} was not refused: ${JSON.stringify(outcome.value)}`);
    },
  };
}

function openRest(hub: HubAddress) {
  return async (verb: string, input: object): Promise<Outcome> => {
    const route = listRoutes().find((each) => each.verb === verb);
    if (!route) throw new Error(`${verb} has no REST path.`);
    const rest: Record<string, unknown> = { ...input };
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(rest[name]);
      delete rest[name];
      return encodeURIComponent(value);
    });
    const query = route.method === "GET" && Object.keys(rest).length > 0 ? `?${toQuery(rest)}` : "";
    const hasBody = route.method === "PUT" || (route.method === "POST" && Object.keys(rest).length > 0);
    const reply = await send(hub, route.method, `${path}${query}`, hasBody ? { json: rest } : {});
    if (reply.status >= 300) return { refusal: readRefusal(reply) };
    if (!route.list) return { value: reply.json };
    return { value: { items: reply.json, total: Number(reply.headers.get("x-total-count")) } };
  };
}

function openTrpc(url: string, cookie: string) {
  const client = createTRPCUntypedClient({
    links: [httpLink({ url: `${url}/api/trpc`, headers: { cookie } })],
  });
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
  return async (verb: string, input: object): Promise<Outcome> => {
    try {
      const isRead = procedures[verb]?._def.type === "query";
      return { value: await (isRead ? client.query(verb, input) : client.mutation(verb, input)) };
    } catch (error) {
      if (!(error instanceof TRPCClientError) || !error.data) throw error;
      const { httpStatus: status, code, issues } = error.data as Refusal & { httpStatus: number };
      return { refusal: { status, code, message: error.message, issues } };
    }
  };
}

function toQuery(values: object): string {
  return new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString();
}

function readRefusal({ status, json }: Reply): Refusal {
  const body = json as { error: string; code: ErrorCode; issues?: FieldIssue[] };
  return { status, code: body.code, message: body.error, issues: body.issues ?? [] };
}
