import {
  type AuthProvider,
  Client,
  type JsonSchemaValidator,
  SdkError,
  SdkErrorCode,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import type { McpServer } from "@/prisma/generated/client";
import { AppError } from "@/server/errors";
import { openAuth } from "@/server/mcp-servers/auth-store";
import { mcpFetch } from "@/server/mcp-servers/mcp-fetch";
import { readAccessToken, refreshAccessToken } from "@/server/mcp-servers/refresh-tokens";
import { timeoutSignal } from "@/server/timeout-signal";
import { version } from "@/server/version";

export type Reachable = Pick<McpServer, "id" | "name" | "url" | "authType" | "authSealed">;

const longestReason = 500;

/**
 * Connects to an MCP server, lets `use` work with it, and takes leave. Speaks the protocol of 2026 and those of 2025.
 * Throws unprocessable when the hub refuses the address or a person has to sign in, provider_failed with words on
 * what went wrong, and the signal's reason when it was aborted.
 */
export async function withServer<Result>(
  server: Reachable,
  { signal, timeoutMs }: { signal?: AbortSignal | undefined; timeoutMs: number },
  use: (client: Client, options: { signal: AbortSignal; timeout: number }) => Promise<Result>,
): Promise<Result> {
  const deadline = timeoutSignal(timeoutMs);
  const ended = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const transport = new StreamableHTTPClientTransport(new URL(server.url), {
    fetch: mcpFetch(),
    authProvider: createAuth(server),
    onInsufficientScope: "throw",
    reconnectionOptions: {
      maxRetries: 1,
      initialReconnectionDelay: 500,
      maxReconnectionDelay: 1_000,
      reconnectionDelayGrowFactor: 1,
    },
  });
  const client = new Client(
    { name: "ensemble", version },
    {
      versionNegotiation: { mode: "auto" },
      inputRequired: { autoFulfill: false },
      listMaxPages: 20,
      jsonSchemaValidator: { getValidator: takeAsItIs },
    },
  );
  const options = { signal: ended, timeout: timeoutMs };
  try {
    await client.connect(transport, options);
    return await use(client, options);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw explain(server, deadline.aborted ? null : error, timeoutMs);
  } finally {
    if (transport.sessionId !== undefined) await transport.terminateSession().catch(() => undefined);
    await client.close().catch(() => undefined);
  }
}

/** Results become text for a model, so nothing depends on their shape; and a server's patterns could take for ever. */
function takeAsItIs<Value>(): JsonSchemaValidator<Value> {
  return (input) => ({ valid: true, data: input as Value, errorMessage: undefined });
}

function createAuth(server: Reachable): AuthProvider {
  if (server.authType === "oauth") {
    let used = "";
    return {
      token: async () => {
        used = await readAccessToken(server);
        return used;
      },
      onUnauthorized: async () => {
        await refreshAccessToken(server, used);
      },
    };
  }
  const bearer = server.authType === "bearer" ? openAuth(server).bearer : undefined;
  return { token: async () => bearer };
}

function explain({ name, authType }: Reachable, error: unknown, timeoutMs: number): AppError {
  if (error instanceof AppError) return error;
  const isLate = error === null || (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout);
  if (isLate) return failed(name, `did not answer within ${Math.round(timeoutMs / 1_000)} s`, error);
  const known = findOwn(error);
  if (known) return known;
  if (isUnauthorized(error)) {
    const isBare = authType === "none";
    return failed(
      name,
      isBare ? "wants a sign-in: a bearer token, or OAuth" : "refused what the hub signs in with",
      error,
    );
  }
  const words = error instanceof Error ? error.message : String(error);
  return failed(name, `failed: ${words.slice(0, longestReason)}`, error);
}

function failed(name: string, what: string, cause: unknown): AppError {
  return new AppError("provider_failed", `The MCP server ${name} ${what.replace(/\.$/, "")}.`, { cause });
}

/** The library wraps what our own fetch throws. */
function findOwn(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  return error instanceof Error && error.cause !== undefined ? findOwn(error.cause) : null;
}

function isUnauthorized(error: unknown): boolean {
  const code = error instanceof SdkError ? error.code : null;
  return error instanceof UnauthorizedError || code === SdkErrorCode.ClientHttpAuthentication;
}
