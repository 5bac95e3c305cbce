import { createRouter } from "@/server/trpc/init";

export const gitlabRouter = createRouter({});
