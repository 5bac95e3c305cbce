import { gzipSync } from "node:zlib";
import { atMost, plain, type Row } from "@/tests/bench/figures";
import { send } from "@/tests/bench/send";

/** Gzipped scripts and styles that each page's first load brings, the nomodule polyfill apart. */
export async function measurePageWeight(url: string, cookie: string, paths: string[]): Promise<Row[]> {
  const empty = await weigh(url, cookie, "/livez-page-that-is-not-there");
  const rows: Row[] = [plain("page weight, an empty page", empty, "KB")];
  for (const path of paths) {
    const kilobytes = await weigh(url, cookie, path);
    rows.push(atMost(`page weight, ${path}`, kilobytes, 240, "KB"));
    rows.push(atMost(`page weight above an empty page, ${path}`, kilobytes - empty, 105, "KB"));
  }
  return rows;
}

async function weigh(url: string, cookie: string, path: string): Promise<number> {
  const { body } = await send({ url: url + path, headers: { Cookie: cookie } });
  const scripts = [...body.matchAll(/<script\b([^>]*)\bsrc="([^"]+)"([^>]*)>/g)]
    .filter((match) => !/nomodule/i.test(`${match[1]}${match[3]}`))
    .map((match) => match[2]);
  const styles = [...body.matchAll(/<link\b[^>]*>/g)]
    .filter(([tag]) => /rel="stylesheet"/.test(tag))
    .map(([tag]) => /href="([^"]+)"/.exec(tag)?.[1]);
  const assets = [...new Set([...scripts, ...styles])].filter((asset) => asset?.startsWith("/_next/"));
  const sizes = await Promise.all(
    assets.map(async (asset) => gzipSync((await send({ url: url + asset })).body).byteLength),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}
