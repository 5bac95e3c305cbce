import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isReservedName, makeMcpToolName, makeToolName } from "@/server/tools/tool-name";

const fits = /^[A-Za-z0-9_-]{1,64}$/;

describe("a tool's name", () => {
  test.each([
    ["create_issue", "create_issue"],
    ["Create issue", "Create_issue"],
    ["crée/une.chose", "cre_e_une_chose"],
    ["a".repeat(80), "a".repeat(64)],
  ])("%s is %s to models", (name, expected) => {
    expect(makeToolName(name)).toBe(expected);
  });

  test("that has no letter of theirs gets one of its own", () => {
    expect(makeToolName("搜索")).toMatch(/^tool_[0-9a-f]{6}$/);
    expect(makeToolName("搜索")).not.toBe(makeToolName("検索"));
  });

  test.each([
    ["http_request", true],
    ["HTTP request", true],
    ["current_time", true],
    ["user_message", true],
    ["manual_review", true],
    ["persona__anything", true],
    ["mcp__x__y", true],
    ["http_requests", false],
    ["mcp_search", false],
  ])("%s is the hub's own: %s", (name, expected) => {
    expect(isReservedName(name)).toBe(expected);
  });

  test("of an MCP server says whose it is", () => {
    expect(makeMcpToolName("github", "create_issue")).toBe("mcp__github__create_issue");
  });

  test("of an MCP server that had to change is nobody else's", () => {
    const names = ["a.b", "a/b", "a b", "a_b"].map((tool) => makeMcpToolName("s", tool));
    expect(new Set(names).size).toBe(4);
    expect(names[3]).toBe("mcp__s__a_b");
    const long = [1, 2].map((last) => makeMcpToolName("server", `${"x".repeat(100)}${last}`));
    expect(new Set(long).size).toBe(2);
    expect(long.every((name) => name.length === 64)).toBe(true);
  });

  test("fits always", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1 }),
        fc.string({ minLength: 1, maxLength: 32 }),
        (tool, server) => {
          expect(makeToolName(tool)).toMatch(fits);
          expect(makeMcpToolName(server, tool)).toMatch(fits);
        },
      ),
    );
  });
});
