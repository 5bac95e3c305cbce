import { z } from "zod";
import { isHostCovered } from "@/server/host-rule";

/** A host ("api.example.com"), all below one ("*.example.com"), either with a port. */
const pattern = /^(\*\.)?([a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(:\d{1,5})?$/;

export const allowedHostsInput = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .max(260)
      .regex(pattern, "A host such as api.example.com, *.example.com or api.example.com:8443"),
  )
  .max(100)
  .transform((hosts) => [...new Set(hosts)]);

/**
 * Whether a value may be sent to where a URL leads: "api.example.com" is that host alone on any port,
 * "*.example.com" every host below it and not itself, "host:port" that port alone.
 */
export function isHostAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  return allowedHosts.some((host) => isHostCovered(url, { host }));
}
