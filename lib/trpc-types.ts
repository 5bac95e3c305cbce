/** The one thing that the browser's code knows of the server: the types of its verbs. Erased when built. */
export type { AppRouter } from "@/server/trpc/root";
