import { QueryClient } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { createId } from "@/lib/ids";
import { requirePageSession } from "@/server/page-session";
import { appRouter } from "@/server/trpc/root";

/**
 * For a page being rendered: query options of every verb, called in this process as the signed-in person,
 * and the query client whose dehydrated state the page hands on.
 */
export async function createPageQueries() {
  const actor = await requirePageSession();
  const queryClient = new QueryClient();
  const trpc = createTRPCOptionsProxy({
    router: appRouter,
    ctx: { actor, requestId: createId("request"), reply: {} },
    queryClient,
  });
  return { actor, queryClient, trpc };
}
