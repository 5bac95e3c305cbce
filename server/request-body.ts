import { AppError } from "@/server/errors";

export const jsonBodyLimit = 1024 * 1024;
export const webhookBodyLimit = 25 * 1024 * 1024;

/**
 * The raw body. Throws too_large beyond `limit` bytes, after reading and dropping the rest of one up to
 * four times as large: a sender that is cut off in mid-sentence never reads why.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const mostRead = 4 * limit;
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > mostRead) throw tooLarge(limit);
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
    if (size > mostRead) break;
  }
  if (size > limit) throw tooLarge(limit);
  return Buffer.concat(chunks);
}

/** The body as text and as JSON; throws bad_json when it is not UTF-8 or not JSON. */
export function decodeJsonText(body: Uint8Array): { text: string; json: unknown } {
  const text = decodeText(body);
  return { text, json: parseJson(text) };
}

/** Parsed JSON, or bad_json with the parser's own words. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("bad_json", `The body is not valid JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The body as text; throws bad_json when it is not UTF-8. */
export function decodeText(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    throw new AppError("bad_json", "The body is not valid UTF-8.", { cause: error });
  }
}

function tooLarge(limit: number): AppError {
  return new AppError("too_large", `The body is larger than ${Math.round(limit / 1024 / 1024)} MB.`, {
    // More of the body may be on its way: the connection is of no further use.
    headers: { Connection: "close" },
  });
}
