export const dynamic = "force-dynamic";

/** Alive: the web process answers. Whether it can work is for /healthz and /health to say. */
export function GET(): Response {
  return new Response("ok\n");
}
