import { type Actor, requireScope } from "@/server/actor";
import { env } from "@/server/env";
import { writeCiTemplates } from "@/server/gitlab/ci-templates";
import type { CiTemplate } from "@/server/gitlab/schema";
import { readPersona } from "@/server/personas/service";

/** The jobs that a project can call a persona by; GitLab need not be connected for them. Throws not_found. */
export async function listCiTemplates(actor: Actor, personaId: string): Promise<CiTemplate[]> {
  requireScope(actor, "gitlab:read");
  requireScope(actor, "personas:read");
  const { id, name } = await readPersona(personaId);
  return writeCiTemplates({ id, name }, env().PUBLIC_URL);
}
