import { describe, expect, test } from "vitest";
import { isWorthRetrying, readFailure } from "@/lib/failure";

const noDetails = { code: null, issues: [], requestId: null };
const hubSilent = "The hub does not answer. Check that it is running, then try again.";

/** An error as the hub's client throws it. */
function refuse(message: string, data: object): Error {
  return Object.assign(new Error(message), { data });
}

describe("readFailure", () => {
  const issues = [{ path: "name", message: "Required" }];

  test.each([
    ["nothing", undefined, { message: "Something went wrong.", ...noDetails }],
    ["a thrown text", "broken", { message: "Something went wrong.", ...noDetails }],
    ["a fault of the page", new Error("x is undefined"), { message: "x is undefined", ...noDetails }],
    ["a lost line, Chromium", new TypeError("Failed to fetch"), { message: hubSilent, ...noDetails }],
    ["a lost line, Firefox", new TypeError("NetworkError when…"), { message: hubSilent, ...noDetails }],
    ["a lost line, Safari", new TypeError("Load failed"), { message: hubSilent, ...noDetails }],
    [
      "a refusal",
      refuse("Bad name", { code: "validation", issues, requestId: "req_1", httpStatus: 400 }),
      { message: "Bad name", code: "validation", issues, requestId: "req_1" },
    ],
    ["a refusal without details", refuse("No", {}), { message: "No", ...noDetails }],
    [
      "details of the wrong kind",
      refuse("No", { code: 3, issues: "none", requestId: "" }),
      { message: "No", ...noDetails },
    ],
    [
      "the hub's own words about its network",
      refuse("The network is down", { code: "internal" }),
      { message: "The network is down", ...noDetails, code: "internal" },
    ],
  ])("of %s", (_name, error, failure) => expect(readFailure(error)).toEqual(failure));
});

describe("isWorthRetrying", () => {
  test.each([
    ["a lost line", new TypeError("Failed to fetch"), true],
    ["a refusal without a status", refuse("?", {}), true],
    ["a fault of the hub", refuse("Broken", { httpStatus: 500 }), true],
    ["an overloaded hub", refuse("Later", { httpStatus: 503 }), true],
    ["bad input", refuse("Bad", { httpStatus: 400 }), false],
    ["what is not there", refuse("Gone", { httpStatus: 404 }), false],
    ["data that is null", Object.assign(new Error("?"), { data: null }), true],
  ])("%s: %s", (_name, error, expected) => expect(isWorthRetrying(error)).toBe(expected));
});
