import { createRouter } from "@/server/trpc/init";

export const memoriesRouter = createRouter({});
