import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/server/sign-in/options";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth, configured on first use: its options read the environment, which a build does not have. */
function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions());
}

export { handleAuth as GET, handleAuth as POST };
