import { createId } from "@/lib/ids";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import type { EndpointCreate, EndpointOutput } from "@/server/endpoints/schema";
import { createEndpoint } from "@/server/endpoints/service";

/** An endpoint made by its service in this process, with its secret. */
export function makeEndpoint(url: string, input: Partial<EndpointCreate> = {}): Promise<EndpointOutput> {
  return createEndpoint(systemActor, { url, noticeTypes: ["event.failed"], enabled: true, ...input });
}

/** A message to an endpoint of something that has just happened. Returns its id. */
export async function makeMessage(endpoint: { id: string }): Promise<string> {
  const id = createId("message");
  await db.endpointMessage.create({
    data: {
      id,
      endpointId: endpoint.id,
      noticeType: "event.failed",
      subjectId: createId("event"),
      key: id,
      body: JSON.stringify({ type: "event.failed", timestamp: new Date().toISOString(), data: {} }),
      nextAttemptAt: new Date(),
    },
  });
  return id;
}
