import type { RestMeta, VerbMeta } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/root";

export type RestRoute = RestMeta & { verb: string; segments: string[] };
type Match = { route: RestRoute; parameters: Record<string, string> };

let table: RestRoute[] | undefined;

/** Every verb with a REST path, read once from the procedures' meta. */
export function listRoutes(): RestRoute[] {
  table ??= Object.entries(appRouter._def.procedures).flatMap(([name, procedure]) => {
    const { rest } = (procedure as unknown as { _def: { meta?: VerbMeta } })._def.meta ?? {};
    return rest ? [{ ...rest, verb: name, segments: rest.path.split("/").slice(1) }] : [];
  });
  return table;
}

/** The route for a method and path; fixed segments win over parameters. `allowed` names the path's other methods. */
export function matchRoute(method: string, pathname: string): { match: Match | null; allowed: string[] } {
  const segments = pathname.replace(/\/+$/, "").split("/").slice(1);
  const candidates = listRoutes().flatMap((route) => {
    const parameters = matchSegments(route.segments, segments);
    return parameters ? [{ route, parameters }] : [];
  });
  candidates.sort((a, b) => Object.keys(a.parameters).length - Object.keys(b.parameters).length);
  const match = candidates.find(({ route }) => route.method === method) ?? null;
  return { match, allowed: [...new Set(candidates.map(({ route }) => route.method))] };
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = segments[index] ?? "";
    if (part.startsWith("{")) parameters[part.slice(1, -1)] = decodeSegment(given);
    else if (part !== given) return null;
  }
  return parameters;
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
