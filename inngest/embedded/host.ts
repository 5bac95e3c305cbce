import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { z } from "zod";
import { toCanonical } from "@/server/canonical-json";
import { type Definition, readDefinition } from "./definition";
import { signBody } from "./signing";

export type Reply = {
  status: number;
  /** The SDK says that another attempt is of no use. */
  isFinal: boolean;
  retryAfter: string | null;
  /** Version 1 asks to be called again after each parallel step, version 2 only after the last. */
  version: string | null;
  body: string;
};

export type Host = {
  /** Calls a function (`stepId` "step") or one planned step of it; `body` is canonical JSON text. */
  call(functionId: string, stepId: string, body: string): Promise<Reply>;
};

/** Never resolved: the functions live in this process. The SDK only wants a well-formed address. */
const address = "http://engine.internal/api/inngest";

const syncReply = z.object({ functions: z.array(z.unknown()) });

/**
 * Hosts the functions in this process behind the SDK's own fetch handler, and reads their definitions by
 * an in-band sync. Throws an Error when the handler refuses the signing key or a function asks for what
 * the engine does not support.
 */
export async function openHost(options: {
  client: Inngest.Any;
  functions: readonly InngestFunction.Any[];
  signingKey: string;
}): Promise<{ host: Host; definitions: Map<string, Definition> }> {
  const handle = serve({ client: options.client, functions: options.functions });
  const send = (method: string, query: string, body: string, headers: Record<string, string> = {}) =>
    handle(
      new Request(`${address}${query}`, {
        method,
        body,
        headers: {
          "content-type": "application/json",
          host: "engine.internal",
          "x-inngest-signature": signBody(body, options.signingKey),
          ...headers,
        },
      }),
    );

  const response = await send("PUT", "", toCanonical({ url: address }), { "x-inngest-sync-kind": "in_band" });
  const reply = await response.text();
  if (response.status !== 200) {
    throw new Error(
      response.status === 401
        ? "INNGEST_SIGNING_KEY is not the key the Inngest client has"
        : `the functions could not be read: ${response.status} ${reply.slice(0, 500)}`,
    );
  }
  const definitions = syncReply.parse(JSON.parse(reply)).functions.map(readDefinition);
  return {
    definitions: new Map(definitions.map((definition) => [definition.id, definition])),
    host: {
      async call(functionId, stepId, body) {
        const query = `?fnId=${encodeURIComponent(functionId)}&stepId=${encodeURIComponent(stepId)}`;
        const answer = await send("POST", query, body);
        return {
          status: answer.status,
          isFinal: answer.headers.get("x-inngest-no-retry") === "true",
          retryAfter: answer.headers.get("retry-after"),
          version: answer.headers.get("x-inngest-req-version"),
          body: await answer.text(),
        };
      },
    },
  };
}
