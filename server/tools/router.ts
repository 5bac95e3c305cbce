import { createRouter } from "@/server/trpc/init";

export const toolsRouter = createRouter({});
