import { describe, expect, test } from "vitest";
import { formatBytes, formatCount, formatDuration, formatMoney, formatOrdinal } from "@/lib/format";

describe("formatCount", () => {
  test.each([
    [0, "0"],
    [999, "999"],
    [1000, "1\u202f000"],
    [12_340, "12\u202f340"],
    [1_234_567, "1\u202f234\u202f567"],
    [1.6, "2"],
    [-1234, "-1\u202f234"],
  ])("%d → %s", (count, text) => expect(formatCount(count)).toBe(text));
});

describe("formatOrdinal", () => {
  test.each([
    [1, "1st"],
    [2, "2nd"],
    [3, "3rd"],
    [4, "4th"],
    [11, "11th"],
    [22, "22nd"],
    [1003, "1\u202f003rd"],
  ])("%d → %s", (place, text) => expect(formatOrdinal(place)).toBe(text));
});

describe("formatMoney", () => {
  test.each([
    [0, "$0"],
    [0.000_01, "<$0.0001"],
    [0.0001, "$0.0001"],
    [0.0042, "$0.0042"],
    [0.0432, "$0.043"],
    [0.5, "$0.500"],
    [0.9996, "$1.00"],
    [1, "$1.00"],
    [12.5, "$12.50"],
    [1234.5, "$1\u202f234.50"],
  ])("%d → %s", (usd, text) => expect(formatMoney(usd)).toBe(text));
});

describe("formatDuration", () => {
  test.each([
    [-5, "0 ms"],
    [0, "0 ms"],
    [14.4, "14 ms"],
    [999, "999 ms"],
    [999.6, "1 s"],
    [1000, "1 s"],
    [1900, "1.9 s"],
    [9_960, "10 s"],
    [41_200, "41 s"],
    [59_600, "1 min"],
    [60_000, "1 min"],
    [200_000, "3 min 20 s"],
    [3_600_000, "1 h"],
    [7_500_000, "2 h 5 min"],
    [90_000_000, "25 h"],
  ])("%d ms → %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("formatBytes", () => {
  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1 KB"],
    [14_500, "14 KB"],
    [1_048_575, "1.0 MB"],
    [1_258_291, "1.2 MB"],
    [26_214_400, "25.0 MB"],
  ])("%d → %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});
