import { createRouter } from "@/server/trpc/init";

export const designsRouter = createRouter({});
