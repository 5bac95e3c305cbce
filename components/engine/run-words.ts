import type { EngineRun, Subject } from "@/server/engine/schema";

/** A function without the app's name, which all of them carry. */
export function nameFunction(functionId: string): string {
  return functionId.replace(/^ensemble-/, "");
}

/** The badge of a run: one that is not being called waits. */
export function badgeOf(run: Pick<EngineRun, "status" | "waitsFor">): string {
  return run.status === "active" && run.waitsFor && run.waitsFor.kind !== "call" ? "waiting" : run.status;
}

const places: Partial<Record<Subject["noun"], string>> = {
  execution: "/executions",
  event: "/events",
  persona: "/personas",
  trigger: "/triggers",
};

/** Where the thing is that a run is about; null when it has no page. */
export function hrefOf({ noun, id }: Subject): string | null {
  const place = places[noun];
  return place ? `${place}/${id}` : null;
}
