import type { PersonaDesign } from "@/prisma/generated/client";
import { db } from "@/server/db";
import type { DesignStage } from "@/server/designs/schema";

/** The designs of one request that are still being made, in their order. */
export function readDesigns(batchId: string): Promise<PersonaDesign[]> {
  return db.personaDesign.findMany({ where: { batchId, status: "running" }, orderBy: { id: "asc" } });
}

/** Notes how far the designs of a request are. */
export async function setStage(batchId: string, stage: DesignStage): Promise<void> {
  await db.personaDesign.updateMany({ where: { batchId, status: "running" }, data: { stage } });
}

/** Ends the designs of a request that are not done, in words. */
export async function failDesigns(batchId: string, errorMessage: string): Promise<void> {
  await db.personaDesign.updateMany({
    where: { batchId, status: "running" },
    data: { status: "failed", errorMessage, completedAt: new Date() },
  });
}
