import { createRouter } from "@/server/trpc/init";

export const connectionRouter = createRouter({});
