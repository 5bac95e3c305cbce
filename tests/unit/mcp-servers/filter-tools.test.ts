import { expect, test } from "vitest";
import { isOffered } from "@/server/mcp-servers/filter-tools";

test.each<[string, string[] | null, boolean]>([
  ["list_orders", null, true],
  ["list_orders", [], false],
  ["list_orders", ["list_orders"], true],
  ["list_orders", ["list_order"], false],
  ["list_orders", ["list_*"], true],
  ["list_orders", ["*_orders"], true],
  ["list_orders", ["list*orders"], true],
  ["list_orders", ["l*_*s"], true],
  ["list_orders", ["*"], true],
  ["list_orders", ["delete_*", "list_*"], true],
  ["list_orders", ["*_order"], false],
  ["list_orders", ["list_orders*list_orders"], false],
  ["aXa", ["a*a"], true],
  ["a", ["a*a"], false],
  ["list.orders", ["list?orders"], false],
  ["list(orders)", ["list(*)"], true],
  ["LIST_orders", ["list_*"], false],
])("%s by %j: %s", (name, filter, expected) => {
  expect(isOffered(name, filter)).toBe(expected);
});

test("many stars take no longer", () => {
  expect(isOffered("a".repeat(200), [`${"*a".repeat(99)}*b`])).toBe(false);
});
