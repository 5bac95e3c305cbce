import { cookies } from "next/headers";
import { readTheme, themeCookie } from "@/lib/theme";

/** Keeps the theme named in the body for a year; "system" forgets it. */
export async function POST(request: Request): Promise<Response> {
  const theme = readTheme((await request.text()).slice(0, 16));
  const jar = await cookies();
  if (theme === "system") jar.delete(themeCookie);
  else jar.set(themeCookie, theme, { maxAge: 365 * 24 * 3600, sameSite: "lax", path: "/" });
  return new Response(null, { status: 204 });
}
