import { describe, expect, test } from "vitest";
import { loadEnv } from "@/server/env";
import { isPublicAddress } from "@/server/safe-fetch-address";
import { parseAllowedHosts } from "@/server/safe-fetch-allow";
import { makeEnvironment } from "@/tests/support/test-environment";

describe("isPublicAddress", () => {
  test.each([
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2001:200::1",
  ])("%s is", (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    ["0.0.0.0", "this network"],
    ["0.1.2.3", "this network"],
    ["10.0.0.1", "private"],
    ["100.64.0.1", "carrier-grade NAT"],
    ["100.127.255.255", "carrier-grade NAT"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["169.254.169.254", "metadata"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.0.0.192", "metadata of some clouds"],
    ["192.0.2.1", "documentation"],
    ["192.88.99.1", "6to4 relay"],
    ["192.168.1.1", "private"],
    ["198.18.0.1", "benchmarks"],
    ["198.19.255.255", "benchmarks"],
    ["198.51.100.7", "documentation"],
    ["203.0.113.7", "documentation"],
    ["224.0.0.1", "multicast"],
    ["239.255.255.255", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["::", "unspecified"],
    ["::1", "loopback"],
    ["::ffff:127.0.0.1", "mapped loopback"],
    ["::ffff:8.8.8.8", "mapped public, which has a plain form"],
    ["::7f00:1", "IPv4-compatible"],
    ["64:ff9b::7f00:1", "NAT64"],
    ["64:ff9b:1::a00:1", "local NAT64"],
    ["100::1", "discard"],
    ["2001::1", "Teredo"],
    ["2001:db8::1", "documentation"],
    ["2002:7f00:1::", "6to4 of loopback"],
    ["3fff::1", "documentation"],
    ["5f00::1", "segment routing"],
    ["fc00::1", "unique local"],
    ["fd12:3456::1", "unique local"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local with a zone"],
    ["fec0::1", "site-local"],
    ["ff02::1", "multicast"],
    ["localhost", "no address"],
    ["", "no address"],
  ])("%s is not (%s)", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("parseAllowedHosts", () => {
  test("reads hosts with and without a port, in whatever form they are written", () => {
    expect(parseAllowedHosts(" GitLab.Internal:8443, 127.0.0.1 ,[::1]:80,0x7f.1:9,")).toEqual([
      { host: "gitlab.internal", port: 8443 },
      { host: "127.0.0.1", port: null },
      { host: "::1", port: 80 },
      { host: "127.0.0.1", port: 9 },
    ]);
    expect(parseAllowedHosts("")).toEqual([]);
  });

  test.each([
    "http://a.test",
    "a.test:0",
    "a.test:70000",
    "a b",
    "::1",
    "u@a.test",
    "a.test/path",
    "*:80:90",
  ])("refuses %s by name", (text) => expect(() => parseAllowedHosts(text)).toThrow(`"${text}"`));
});

test("the environment names an entry it cannot read, and what the variable is for", () => {
  const given = makeEnvironment();
  expect(loadEnv({ ...given, SAFE_FETCH_ALLOW: "gitlab.internal:8443" }).SAFE_FETCH_ALLOW).toEqual([
    { host: "gitlab.internal", port: 8443 },
  ]);
  expect(() => loadEnv({ ...given, SAFE_FETCH_ALLOW: "http://a.test" })).toThrow(
    /^SAFE_FETCH_ALLOW has "http:\/\/a\.test", which is neither host nor host:port\. It is the hosts .*\.$/,
  );
  for (const text of ["soon", "0,-1", "0,,5x"])
    expect(() => loadEnv({ ...given, ENDPOINT_RETRY_SECONDS: text })).toThrow(/^ENDPOINT_RETRY_SECONDS /);
});
