import { expect, test } from "vitest";
import { readAssignments } from "@/components/gitlab/read-assignments";

test.each([
  ["", {}, null],
  ["A=1\n\n  B_2=two = words \n", { A: "1", B_2: "two = words " }, null],
  ["EMPTY=", { EMPTY: "" }, null],
  ["A=1\nno value here", { A: "1" }, "“no value here” is not of the form NAME=value"],
  ["A B=1", {}, "“A B=1” is not of the form NAME=value"],
])("%j is read", (text, variables, problem) => {
  expect(readAssignments(text)).toEqual({ variables, problem });
});
