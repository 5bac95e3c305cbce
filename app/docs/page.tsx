import type { Metadata } from "next";
import { ApiReference } from "@/components/docs/api-reference";
import { listOperations } from "@/server/rest/list-operations";
import { describeApi } from "@/server/rest/openapi";
import { version } from "@/server/version";

export const metadata: Metadata = { title: "API" };
export const dynamic = "force-dynamic";

export default function DocsPage() {
  return (
    <ApiReference
      operations={listOperations()}
      origin={describeApi().servers[0]?.url ?? ""}
      version={version}
    />
  );
}
