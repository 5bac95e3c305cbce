import { handleRest } from "@/server/rest/door";

/** The REST door in this process, for tests on `openServices`: status and JSON of the reply to the team key. */
export async function callRest(
  method: string,
  path: string,
  json?: unknown,
  key = process.env.TEAM_API_KEY ?? "",
): Promise<{ status: number; text: string; json: Record<string, unknown>; headers: Headers }> {
  const response = await handleRest(
    new Request(`http://localhost:3000${path}`, {
      method,
      headers: {
        ...(key ? { Authorization: `Bearer ${key}` } : {}),
        ...(json === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text || "{}"), headers: response.headers };
}
