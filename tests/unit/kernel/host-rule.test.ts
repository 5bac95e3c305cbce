import { describe, expect, test } from "vitest";
import { isHostCovered } from "@/server/host-rule";

const covers = (rule: string, url: string, ports?: number[]) =>
  isHostCovered(new URL(url), ports ? { host: rule, ports } : { host: rule });

describe("a host rule covers", () => {
  test.each([
    ["api.example.com", "https://api.example.com/x"],
    ["api.example.com", "https://API.Example.COM/x"],
    ["API.example.com", "https://api.example.com/x"],
    ["api.example.com", "https://api.example.com./x"],
    ["api.example.com", "https://api.example.com:8443/x"],
    ["api.example.com:8443", "https://api.example.com:8443/x"],
    ["*.example.com", "https://a.example.com"],
    ["*.example.com", "https://a.b.example.com"],
    ["[::1]", "http://[::1]:3000"],
    ["[::1]:3000", "http://[::1]:3000"],
    ["127.0.0.1", "http://0x7f.1/"],
  ])("%s: %s", (rule, url) => {
    expect(covers(rule, url)).toBe(true);
  });

  test.each([
    ["api.example.com", "https://example.com"],
    ["api.example.com", "https://api.example.com.evil.test"],
    ["api.example.com", "https://evil-api.example.com"],
    ["api.example.com", "https://evil.test/api.example.com"],
    ["api.example.com", "https://evil.test?api.example.com"],
    ["api.example.com", "https://evil.test#@api.example.com"],
    ["api.example.com", "https://evil.test\\@api.example.com"],
    ["api.example.com", "https://api.example.com@evil.test"],
    ["api.example.com:8443", "https://api.example.com"],
    ["api.example.com:443", "http://api.example.com"],
    ["*.example.com", "https://example.com"],
    ["*.example.com", "https://evilexample.com"],
    ["*.example.com", "https://example.com.evil.test"],
    ["*.", "https://example.com."],
    ["*", "https://example.com"],
    ["", "https://example.com"],
  ])("not %s: %s", (rule, url) => {
    expect(covers(rule, url)).toBe(false);
  });

  test.each([
    [[443], "https://a.test", true],
    [[443], "http://a.test", false],
    [[80, 8080], "http://a.test", true],
    [[8080], "http://a.test:8080", true],
    [[], "https://a.test", false],
  ])("with the ports %j %s: %s", (ports, url, expected) => {
    expect(covers("a.test", url, ports)).toBe(expected);
  });
});
