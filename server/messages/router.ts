import { createRouter } from "@/server/trpc/init";

export const messagesRouter = createRouter({});
