import { createRouter } from "@/server/trpc/init";

export const credentialsRouter = createRouter({});
