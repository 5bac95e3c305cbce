import { handleRest } from "@/server/rest/door";

/** The REST door in this process, for tests on `openServices`: status and JSON of the reply to the team key. */
export async function callRest(
  method: string,
  path: string,
  json?: unknown,
  key = process.env.TEAM_API_KEY ?? "",
): Promise<{ status: number; json: Record<string, unknown>; headers: Headers }> {
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
  return { status: response.status, json: await response.json(), headers: response.headers };
}
