import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { Actor } from "@/server/actor";
import { readSession } from "@/server/auth";

/** The signed-in person of the page being rendered; without one the browser is sent to /sign-in. */
export async function requirePageSession(): Promise<Actor> {
  const actor = await readSession((await cookies()).toString());
  if (!actor) redirect("/sign-in");
  return actor;
}
