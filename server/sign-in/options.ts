import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import GithubProvider from "next-auth/providers/github";
import { isAllowedLogin } from "@/server/auth";
import { env } from "@/server/env";
import { consumeOwnerLink } from "@/server/sign-in/service";

const sessionSeconds = 30 * 24 * 60 * 60;

/** next-auth's configuration: GitHub with an allow-list when configured, and always the owner link. */
export function authOptions(): NextAuthOptions {
  const { GH_OAUTH_CLIENT_ID, GH_OAUTH_CLIENT_SECRET, NEXTAUTH_SECRET } = env();
  const github =
    GH_OAUTH_CLIENT_ID && GH_OAUTH_CLIENT_SECRET
      ? [GithubProvider({ clientId: GH_OAUTH_CLIENT_ID, clientSecret: GH_OAUTH_CLIENT_SECRET })]
      : [];
  return {
    secret: NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      ...github,
      CredentialsProvider({
        id: "owner-link",
        name: "Owner link",
        credentials: { token: { type: "password" } },
        authorize: async (credentials) =>
          credentials?.token && (await consumeOwnerLink(credentials.token))
            ? { id: "owner", name: "Owner" }
            : null,
      }),
    ],
    callbacks: {
      signIn: ({ account, profile }) =>
        account?.provider !== "github" || isAllowedLogin((profile as { login?: string }).login ?? ""),
      jwt: ({ token, account, profile }) => {
        if (account?.provider !== "github") return token;
        const login = (profile as { login?: string }).login ?? "";
        return { ...token, sub: `github:${login}`, name: login };
      },
    },
  };
}
