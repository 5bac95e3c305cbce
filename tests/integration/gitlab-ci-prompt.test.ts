import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PromptPreview } from "@/server/events/schema";
import type { PersonaOutput } from "@/server/personas/schema";
import { createPersona } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { type JobFolder, makeJobFolder } from "@/tests/support/gitlab-job";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
let folder: JobFolder;
let persona: PersonaOutput;
let jobId = Date.now();
beforeAll(async () => {
  folder = await makeJobFolder(hub);
  persona = await createPersona(hub, { name: "Prompt Reader" });
});
afterAll(() => folder.remove());

type Input = {
  is_diff_cut: boolean;
  diff_characters: number;
  diff_characters_left_out: number;
  diff_pieces: number;
  diff: string[];
  commit_count: number;
  commits_left_out: number;
  commits: string[];
};

/** Runs a job and reads, out of the prompt that a run on its event would be given, the input data. */
async function readPrompted(
  kind: "code-review" | "release-notes",
  variables: Record<string, string>,
): Promise<Input> {
  jobId += 1;
  const worked = await folder.work(persona, kind, { CI_JOB_ID: `${jobId}`, ...variables });
  expect(worked.exitCode, worked.stdout).toBe(0);
  const path = `/api/events?eventType=webhook_received&sourceId=${persona.id}&limit=1`;
  const [event] = await ask<{ id: string }[]>(hub, "GET", path);
  const preview = await ask<PromptPreview>(
    hub,
    "GET",
    `/api/personas/${persona.id}/prompt?eventId=${event?.id}`,
  );
  expect(preview.user).not.toContain("[left out");
  const [, json = ""] = /<untrusted_input_\w+>\n([\s\S]*)\n<\/untrusted_input_/.exec(preview.user) ?? [];
  return JSON.parse(json) as Input;
}

/** Commits the file and reviews the change. Returns what the prompt says beside what git does. */
async function review(lines: string[]): Promise<{ input: Input; diff: string }> {
  writeFileSync(join(folder.path, "notes.txt"), "before\n");
  await commit();
  writeFileSync(join(folder.path, "notes.txt"), `${lines.join("\n")}\n`);
  const [base, sha] = [await folder.git("rev-parse", "HEAD"), await commit()];
  const input = await readPrompted("code-review", {
    CI_MERGE_REQUEST_IID: "7",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base.trim(),
    CI_COMMIT_SHA: sha,
    CI_MERGE_REQUEST_DESCRIPTION: "Why.\n".repeat(540),
  });
  return { input, diff: await folder.git("diff", base.trim(), sha) };
}

async function commit(): Promise<string> {
  await folder.git("add", ".");
  await folder.git("commit", "--quiet", "--allow-empty", "--message", "Change notes");
  return (await folder.git("rev-parse", "HEAD")).trim();
}

test("a diff of 80,000 characters stands in the prompt whole, cut after lines", async () => {
  const { input, diff } = await review(
    Array.from({ length: 1_700 }, (_, n) => `line ${n} "quoted" of the notes, ünd more of it`),
  );
  expect(diff.length).toBeGreaterThan(80_000);
  expect(input).toMatchObject({
    is_diff_cut: false,
    diff_characters: diff.length,
    diff_characters_left_out: 0,
    diff_pieces: input.diff.length,
  });
  expect(input.diff.join("")).toBe(diff);
  for (const piece of input.diff) expect(piece.endsWith("\n")).toBe(true);
});

test.each([
  ["lines", Array.from({ length: 8_000 }, (_, n) => `line ${n} of a very long change of the notes`)],
  ["what JSON writes with two characters", Array.from({ length: 20_000 }, () => '"\\"\\"\\"\\"\t\\"')],
  ["empty lines", Array.from({ length: 300_000 }, () => "")],
  ["one line", ["x".repeat(400_000)]],
])("one that is too long, of %s, says how much of it is missing from the prompt", async (_what, lines) => {
  const { input, diff } = await review(lines);
  const arrived = input.diff.join("");
  expect(diff.startsWith(arrived)).toBe(true);
  expect(arrived.length).toBeGreaterThan(60_000);
  expect(input).toMatchObject({
    is_diff_cut: true,
    diff_characters: diff.length,
    diff_characters_left_out: diff.length - arrived.length,
    diff_pieces: input.diff.length,
  });
});

test.each([
  ["short lines stand all", 300, "Do a thing", 0],
  ["long lines stand all, cut at 300 characters", 300, `Do ${"much ".repeat(100)}`, 0],
  ["long lines, too many, are missing as many as is said", 2_000, `Do ${"much ".repeat(100)}`, 1_000],
])("of a tag's commits, %s in the prompt", async (_what, commitCount, subject, leastMissing) => {
  const tag = `v${jobId}`;
  await writeHistory(tag, commitCount, subject);
  await folder.git("tag", tag, "refs/heads/history");
  const { commits, ...input } = await readPrompted("release-notes", { CI_COMMIT_TAG: tag });
  const lines = commits.join("").trimEnd().split("\n");
  const missing = commitCount - lines.length;
  expect(input).toMatchObject({ commit_count: commitCount, commits_left_out: missing });
  expect(missing).toBeGreaterThanOrEqual(leastMissing);
  if (leastMissing === 0) expect(missing).toBe(0);
  for (const [index, line] of lines.entries())
    expect(line).toContain(` ${commitCount - 1 - index} ${subject.slice(0, 280)}`);
});

/** A branch of so many empty commits of its own, the newest with the highest number. */
async function writeHistory(tag: string, count: number, subject: string): Promise<void> {
  const commits = Array.from({ length: count }, (_, n) =>
    [
      "commit refs/heads/history",
      `committer ${tag} <a@b.c> ${n} +0000`,
      "data <<END",
      `${n} ${subject}`,
      "END",
    ].join("\n"),
  );
  writeFileSync(join(folder.path, "history"), `reset refs/heads/history\n${commits.join("\n")}\n`);
  await folder.git("-c", "alias.load=!git fast-import --force --quiet < history", "load");
}
