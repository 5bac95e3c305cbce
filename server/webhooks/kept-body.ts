import { setTimeout as delay } from "node:timers/promises";
import { sha256 } from "@/server/crypto";

/** The most of a body that is kept where no event holds it. */
export const mostKeptBytes = 64 * 1024;

/** How long a sender that was refused already may take over its body, in milliseconds. */
const drainMs = 10_000;

export type KeptBody = { text: string; sha256: string; bytes: number };

/** The beginning of a body as text that Postgres takes, with the hash and the length of all of it. */
export function keepBody(body: Uint8Array, declaredBytes = 0): KeptBody {
  const text = Buffer.from(body.subarray(0, mostKeptBytes)).toString("utf8").replaceAll("\u0000", "\ufffd");
  return { text, sha256: sha256(body), bytes: Math.max(body.byteLength, declaredBytes) };
}

/** Whether `text` is all of the body that was sent, byte for byte. */
export function isWhole(text: string, delivery: { bodySha256: string; bodyBytes: number }): boolean {
  return Buffer.byteLength(text) === delivery.bodyBytes && sha256(text) === delivery.bodySha256;
}

/**
 * The beginning of a body that nobody has read yet, of a sender that was refused. The rest is read too, up to `most`
 * bytes, and dropped: one that is cut off in mid-sentence never reads why.
 */
export async function drainBody(request: Request, most: number): Promise<KeptBody> {
  const declared = Number(request.headers.get("content-length") ?? 0) || 0;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  const patience = new AbortController();
  const late = delay(drainMs, null, { signal: patience.signal }).catch(() => null);
  while (reader && size <= most) {
    const read = await Promise.race([reader.read(), late]);
    if (!read?.value) break;
    // A little more than is kept, so that what was cut is seen to be.
    if (size <= mostKeptBytes) chunks.push(read.value);
    size += read.value.byteLength;
  }
  patience.abort();
  reader?.releaseLock();
  return keepBody(Buffer.concat(chunks), Math.max(declared, size));
}
