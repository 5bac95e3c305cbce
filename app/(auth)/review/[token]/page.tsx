import type { Metadata } from "next";
import { connection } from "next/server";
import { LinkPage } from "@/components/reviews/link-page";
import { readLink } from "@/server/reviews/links";

export const metadata: Metadata = {
  title: "Review",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

type Params = Promise<{ token: string }>;
type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** Open to whoever holds the link. Looking answers nothing: mail scanners and previews follow links too. */
export default async function Page({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  await connection();
  const { token } = await params;
  const { args } = await searchParams;
  const view = await readLink(token);
  return <LinkPage token={token} argsHash={typeof args === "string" ? args : null} view={view} />;
}
