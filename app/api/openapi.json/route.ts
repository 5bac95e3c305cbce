import { describeApi } from "@/server/rest/openapi";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return Response.json(describeApi());
}
