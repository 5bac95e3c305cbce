import { describe, expect, test } from "vitest";
import { decodeJsonText, readBody } from "@/server/request-body";

const post = (body: BodyInit | null, headers = {}) =>
  new Request("http://hub.example.com", { method: "POST", body, headers, duplex: "half" } as RequestInit);
const tooLarge = expect.objectContaining({ code: "too_large" });

describe("readBody", () => {
  test("reads bytes as they are, up to the limit itself", async () => {
    const bytes = new Uint8Array([0, 255, 10]);
    expect([...(await readBody(post(bytes), 3))]).toEqual([...bytes]);
    expect(await readBody(post(null), 3)).toEqual(new Uint8Array());
  });

  test("refuses by the declared length before reading", async () => {
    await expect(readBody(post("x", { "content-length": "99" }), 3)).rejects.toThrow(tooLarge);
  });

  test("stops reading a body that does not say how long it is", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1_024));
      },
    });
    await expect(readBody(post(endless), 10_000)).rejects.toThrow(tooLarge);
    expect(sent).toBeLessThan(60);
  });
});

describe("decodeJsonText", () => {
  const bad = expect.objectContaining({ code: "bad_json" });
  test("gives text and JSON", () => {
    expect(decodeJsonText(new TextEncoder().encode('{"a":"ü"}'))).toEqual({
      text: '{"a":"ü"}',
      json: { a: "ü" },
    });
  });
  test.each([
    ["no JSON", new TextEncoder().encode("{")],
    ["nothing", new Uint8Array()],
    ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ])("refuses %s", (_name, bytes) => {
    expect(() => decodeJsonText(bytes)).toThrow(bad);
  });
});
