import { randomBytes } from "node:crypto";
import type { PersonaInput, PersonaOutput } from "@/server/personas/schema";
import { ask, type HubAddress } from "@/tests/support/api";

/** A word that no other test uses. */
export function uniqueWord(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString("hex")}`;
}

/** A persona of the caller's own; it runs dry unless told otherwise. */
export function createPersona(hub: HubAddress, input: PersonaInput = {}): Promise<PersonaOutput> {
  return ask(hub, "POST", "/api/personas", { name: uniqueWord("Persona"), runtime: "dry-run", ...input });
}
