import { randomBytes } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { makeEnvironment } from "@/tests/support/test-environment";

const place = { table: "secret", id: "anthropic-api-key", field: "sealed" };
const hex = () => randomBytes(32).toString("hex");

/** A fresh copy of the module over a key ring of its own. */
async function loadCrypto(masterKeys: string) {
  Object.assign(process.env, makeEnvironment(), { MASTER_KEYS: masterKeys });
  vi.resetModules();
  return import("@/server/crypto");
}

describe("seal and open", () => {
  test.each(["", "a", "päßwörd 🔑", "x".repeat(100_000)])("round trip %#", async (text) => {
    const { seal, open } = await loadCrypto(`a:${hex()}`);
    expect(open(seal(text, place), place)).toBe(text);
  });

  test("names version and key, hides the text, and never repeats itself", async () => {
    const { seal } = await loadCrypto(`k1:${hex()}`);
    const sealed = seal("plain words", place);
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
    expect(Buffer.from(sealed.split(".")[3] ?? "", "base64url").toString("latin1")).not.toContain("plain");
    expect(seal("plain words", place)).not.toBe(sealed);
  });

  test.each([
    ["table", { ...place, table: "persona" }],
    ["id", { ...place, id: "other" }],
    ["field", { ...place, field: "other" }],
    ["shifted separators", { table: "secret|anthropic-api-key", id: "sealed", field: "" }],
  ])("does not open in another place: %s", async (_name, elsewhere) => {
    const { seal, open } = await loadCrypto(`a:${hex()}`);
    const sealed = seal("text", place);
    expect(() => open(sealed, elsewhere)).toThrow();
  });

  test("does not open with another key, nor under another key's name", async () => {
    const [one, two] = [hex(), hex()];
    const sealed = (await loadCrypto(`a:${one}`)).seal("text", place);
    const { open: openWithOther } = await loadCrypto(`a:${two}`);
    expect(() => openWithOther(sealed, place)).toThrow();
    const { open: openWithNone } = await loadCrypto(`b:${one}`);
    expect(() => openWithNone(sealed, place)).toThrow('No master key "a" to open secret.sealed.');
    const { open: openRenamed } = await loadCrypto(`b:${one}`);
    expect(() => openRenamed(sealed.replace("v1.a.", "v1.b."), place)).toThrow();
  });

  test("does not open when a single character was changed", async () => {
    const { seal, open } = await loadCrypto(`a:${hex()}`);
    const sealed = seal("some text that is long enough", place);
    const [version, kid, iv = "", body = ""] = sealed.split(".");
    const flip = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
    const forged = [
      [version, kid, flip(iv, 0), body],
      [version, kid, iv, flip(body, 0)],
      [version, kid, iv, flip(body, body.length - 2)],
      [version, kid, iv, body.slice(0, 10)],
      [version, kid, iv, ""],
      ["v2", kid, iv, body],
    ];
    for (const parts of forged) expect(() => open(parts.join("."), place)).toThrow();
  });

  test("after a rotation seals with the first key and still opens the older", async () => {
    const [older, newer] = [hex(), hex()];
    const sealed = (await loadCrypto(`2026a:${older}`)).seal("text", place);
    const { open, seal } = await loadCrypto(`2026b:${newer},2026a:${older}`);
    expect(open(sealed, place)).toBe("text");
    expect(seal("text", place)).toMatch(/^v1\.2026b\./);
  });
});

test("isEqualSecret compares whatever the lengths are", async () => {
  const { isEqualSecret } = await loadCrypto(`a:${hex()}`);
  expect(isEqualSecret("abc", "abc")).toBe(true);
  expect(isEqualSecret("abc", "abcd")).toBe(false);
  expect(isEqualSecret("", "abc")).toBe(false);
});
