import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const forbidden = [
  ["lib", "@/server/env"],
  ["lib", "@/components/ui/button"],
  ["components/shared", "@/server/personas/service"],
  ["components/shared", "@/server/env"],
  ["components/shared", "@/inngest/client"],
  ["components/shared", "@/prisma/generated/client"],
  ["server/personas", "@/server/events/router"],
  ["server/personas", "@/components/ui/button"],
  ["server/personas", "@/inngest/functions/match-event"],
  ["server/personas", "next/headers"],
  ["server/personas", "../events/service"],
  ["server", "@/server/personas/service"],
  ["inngest/functions", "@/server/db"],
  ["inngest/functions", "@anthropic-ai/sdk"],
  ["inngest/embedded", "@/server/events/service"],
  ["app", "@/server/personas/router"],
  ["app", "@/server/db"],
  ["scripts", "@/components/ui/button"],
] as const;

const allowed = [
  ["lib", "@/lib/ids"],
  ["components/shared", "@/server/personas/schema"],
  ["server/personas", "@/server/db"],
  ["server/events", "@/server/personas/service"],
  ["server/events", "@/inngest/events"],
  ["inngest/functions", "@/server/events/match"],
  ["app", "@/components/ui/button"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "ensemble-rules-"));
let verdict = "";

/** One file per case, with that one import, under the repository's own rules. */
beforeAll(() => {
  copyFileSync("biome.json", join(folder, "biome.json"));
  for (const [index, [place, specifier]] of [...forbidden, ...allowed].entries()) {
    const path = join(folder, place, `case-${index}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `import { thing } from "${specifier}";\n\nexport const used = thing;\n`);
  }
  const biome = resolve("node_modules/@biomejs/biome/bin/biome");
  const args = [
    biome,
    "lint",
    "--only=style/noRestrictedImports",
    "--vcs-enabled=false",
    "--max-diagnostics=200",
    ".",
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  verdict = stdout + stderr;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(forbidden.map((each, index) => [...each, index] as const))(
  "%s may not import %s",
  (place, _specifier, index) => {
    expect(verdict).toContain(`${place}/case-${index}.ts`);
  },
);

test.each(allowed.map((each, index) => [...each, forbidden.length + index] as const))(
  "%s may import %s",
  (place, _specifier, index) => {
    expect(verdict).toMatch(/Checked \d+ files/);
    expect(verdict).not.toContain(`${place}/case-${index}.ts`);
  },
);
