import { createRedactor, type Redactor } from "@/server/redact";

/** One field of a credential as the environment variable it becomes: CONNECTOR_{NAME}_{FIELD}, or CONNECTOR_{NAME}. */
export type CredentialVariable = {
  name: string;
  credentialId: string;
  serviceType: string;
  /** Hosts that its value may be sent to. */
  allowedHosts: string[];
};
export type OpenedVariable = CredentialVariable & { value: string };

/** The variables of the credentials a persona is linked to, by name; no values. */
export async function listVariables(_personaId: string): Promise<CredentialVariable[]> {
  return [];
}

/** The same with their values, for the call or the worker they are about to be handed to; marks the credentials as used. */
export async function openVariables(_personaId: string): Promise<OpenedVariable[]> {
  return [];
}

/** Takes out of a persona's output whatever its credentials hold, and the hub's own secrets. */
export async function readRedactor(_personaId: string): Promise<Redactor> {
  return createRedactor([]);
}
