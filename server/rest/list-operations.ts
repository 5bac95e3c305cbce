import { type ApiDocument, describeApi } from "@/server/rest/openapi";

type Schema = Record<string, unknown>;

/** The document's operations as a flat list, for the page that shows them. */
export function listOperations() {
  const document = describeApi();
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      tag: operation.tags[0] ?? "Other",
      summary: operation.summary,
      description: operation.description ?? null,
      isOpen: operation.security?.length === 0,
      parameters: operation.parameters as { name: string; in: string; required: boolean; schema: Schema }[],
      body: readSchema(operation.requestBody),
      replies: Object.entries(operation.responses).map(([status, reply]) => ({
        status,
        description: typeof reply.description === "string" ? reply.description : "",
        schema: readSchema(reply),
      })),
    })),
  );
}

function readSchema(holder: ApiDocument["components"] | undefined): Schema | null {
  const content = holder?.content as Record<string, { schema?: Schema }> | undefined;
  return content?.["application/json"]?.schema ?? null;
}
