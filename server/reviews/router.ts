import { createRouter } from "@/server/trpc/init";

export const reviewsRouter = createRouter({});
