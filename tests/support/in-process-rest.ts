import { env } from "@/server/env";
import { handleRest } from "@/server/rest/door";

export type RestAnswer = { status: number; text: string; json: unknown };

/** One request to the REST door in this process, with the team key. */
export async function callRest(method: string, path: string, json?: unknown): Promise<RestAnswer> {
  const response = await handleRest(
    new Request(`http://localhost${path}`, {
      method,
      headers: {
        authorization: `Bearer ${env().TEAM_API_KEY}`,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, text, json: text === "" ? undefined : JSON.parse(text) };
}
