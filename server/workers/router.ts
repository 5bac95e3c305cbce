import { createRouter } from "@/server/trpc/init";

export const workersRouter = createRouter({});
