import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AppError, describeError, type ErrorCode, errorTable, invalidField, notFound } from "@/server/errors";
import { fromZod, toAppError } from "@/server/trpc/to-app-error";

describe("the table of errors", () => {
  test.each(Object.entries(errorTable))("%s has the same status at every door", (_code, { status, trpc }) => {
    expect(getHTTPStatusCodeFromError(new TRPCError({ code: trpc }))).toBe(status);
  });

  test("tells every tRPC code apart", () => {
    const names = Object.values(errorTable).map(({ trpc }) => trpc);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("describeError", () => {
  test("has code, message, issues and the request's id, and no stack", () => {
    const described = describeError(invalidField("name", "Too long"), "req_1");
    expect(described).toEqual({
      status: 400,
      headers: {},
      body: {
        error: "name: Too long",
        code: "validation_failed",
        issues: [{ path: "name", message: "Too long" }],
        requestId: "req_1",
      },
    });
  });

  test("leaves issues out where there are none", () => {
    expect(describeError(notFound("persona", "per_1"), "req_1").body).toEqual({
      error: "No persona with the id per_1.",
      code: "not_found",
      requestId: "req_1",
    });
  });

  test.each([new Error("password=hunter2"), "text", null, { code: "P1001" }])(
    "hides what it does not know: %s",
    (error) => {
      expect(describeError(error, "req_1")).toMatchObject({
        status: 500,
        body: { error: "Something went wrong on our side.", code: "internal" },
      });
    },
  );
});

describe("toAppError", () => {
  test.each<[string, unknown, ErrorCode]>([
    ["its own kind", new AppError("conflict", "x"), "conflict"],
    ["a unique key that exists", { code: "P2002" }, "conflict"],
    ["a row that is gone", { code: "P2025" }, "not_found"],
    ["anything else", new Error("secret"), "internal"],
    ["nothing", undefined, "internal"],
  ])("%s → %s", (_name, error, code) => {
    expect(toAppError(error).code).toBe(code);
  });

  test("names fields by dotted paths, unknown ones too", () => {
    const schema = z.strictObject({ a: z.object({ b: z.array(z.number()) }), c: z.strictObject({}) });
    const { error } = schema.safeParse({ a: { b: [1, "x"] }, c: { d: 1 }, e: 1, f: 2 });
    expect(fromZod(error ?? new z.ZodError([])).issues?.map(({ path }) => path)).toEqual([
      "a.b.1",
      "c.d",
      "e",
      "f",
    ]);
  });
});
