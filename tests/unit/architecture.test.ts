import { describe, expect, test } from "vitest";
import { functions } from "@/inngest/functions";
import { readImports, readSourceFiles } from "@/tests/support/source-files";

/** From the lowest; a feature imports its own level and below, and tells the ones above by events. */
const levels = [
  ["audit", "outbox", "settings", "sign-in"],
  ["connection", "personas"],
  ["budgets", "credentials", "mcp-servers", "memories", "messages"],
  ["reviews", "tools"],
  ["prompts"],
  ["subscriptions"],
  ["executions"],
  ["events", "traces"],
  ["webhooks"],
  ["triggers"],
  ["endpoints"],
  ["protocols"],
  ["agent", "designs", "gitlab", "workers"],
  ["engine", "retention", "system"],
];
/** Folders of server/ that are doors to all features. */
const doors = ["rest", "trpc"];
/** Features that lack one of schema, service and router, and why. */
const incomplete: Record<string, { lacks: string[]; why: string }> = {
  agent: { lacks: ["schema", "service", "router"], why: "the loop of the hub runtime; functions call it" },
  audit: { lacks: ["schema", "router"], why: "what other services note" },
  prompts: { lacks: ["schema", "service", "router"], why: "rules and what they are fed with" },
  protocols: { lacks: ["schema", "service", "router"], why: "what a persona's output does" },
  outbox: { lacks: ["schema", "router"], why: "facts for the engine; nobody calls it from outside" },
  retention: { lacks: ["schema", "router"], why: "the work of a cron; it has no verbs" },
  "sign-in": { lacks: ["schema", "router"], why: "next-auth is its door" },
};

const server = readSourceFiles("server");
const app = readSourceFiles("app");
const features = [...new Set(server.flatMap(({ path }) => path.split("/").slice(1, -1)))].filter(
  (name) => !doors.includes(name),
);
const levelOf = (feature: string) => levels.findIndex((names) => names.includes(feature));

describe("features", () => {
  test("have a place in the order", () => {
    expect(features.toSorted()).toEqual(levels.flat().toSorted());
  });

  test("import none that stands above them", () => {
    const upward = server.flatMap((file) => {
      const own = levelOf(file.path.split("/")[1] ?? "");
      if (own < 0) return [];
      return readImports(file)
        .filter((path) => path.startsWith("server/") && levelOf(path.split("/")[1] ?? "") > own)
        .map((path) => `${file.path} imports ${path}`);
    });
    expect(upward).toEqual([]);
  });

  test.each(features)("%s has schema, service and router, or a reason not to", (feature) => {
    const own = server.map(({ path }) => path).filter((path) => path.startsWith(`server/${feature}/`));
    const missing = ["schema", "service", "router"].filter(
      (name) => !own.includes(`server/${feature}/${name}.ts`),
    );
    expect(missing).toEqual(incomplete[feature]?.lacks ?? []);
  });

  test("are used by components through their schema alone", () => {
    const wrong = readSourceFiles("components").flatMap((file) =>
      readImports(file)
        .filter((path) => path.startsWith("server/") && !/^server\/[\w-]+\/schema$/.test(path))
        .map((path) => `${file.path} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("routes", () => {
  test.each([
    ["a page", /\/page\.tsx$/, 40],
    ["a route handler", /\/route\.ts$/, 30],
  ])("%s is short (%s: %i lines)", (_name, pattern, most) => {
    const files = app.filter(({ path }) => pattern.test(path));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter(({ lineCount }) => lineCount > most).map(({ path }) => path)).toEqual([]);
  });
});

describe("the environment", () => {
  test("is read in one place; the logger has to begin before it", () => {
    const allowed = ["server/env.ts", "server/logger.ts"];
    const files = [...server, ...app, ...readSourceFiles("components", "lib", "inngest")];
    const readers = files.filter(({ text }) => /\bprocess\.env\b/.test(text)).map(({ path }) => path);
    expect(readers.filter((path) => !allowed.includes(path))).toEqual([]);
  });
});

describe("durable functions", () => {
  const files = readSourceFiles("inngest/functions");

  test("are served, every one of them", () => {
    expect(functions.map((each) => each.id()).toSorted()).toEqual(
      files.map(({ path }) => path.replace(/^.*\/|\.ts$/g, "")).toSorted(),
    );
  });

  test("have one file each, named after it", () => {
    for (const { text } of files) expect(text.match(/createFunction\(/g)).toHaveLength(1);
  });
});

test("no file imports another by climbing out of its folder", () => {
  const climbing = [...server, ...app, ...readSourceFiles("components", "lib", "inngest", "scripts")].filter(
    ({ text }) => /from\s+"\.\.\//.test(text),
  );
  expect(climbing.map(({ path }) => path)).toEqual([]);
});

test("deadlines are set by timeoutSignal, which keeps nothing of the run that sets them", () => {
  // The script of a CI job is no code of the hub's.
  const allowed = ["server/timeout-signal.ts", "server/gitlab/ci-script.ts"];
  const own = [...server, ...readSourceFiles("inngest")].filter(({ text }) =>
    text.includes("AbortSignal.timeout("),
  );
  expect(own.map(({ path }) => path).toSorted()).toEqual(allowed.toSorted());
});
