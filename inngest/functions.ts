import type { InngestFunction } from "inngest";

/** Every durable function, served at /api/inngest and hosted by the embedded engine. */
export const functions: InngestFunction.Any[] = [];
