import type { CiTemplateKind } from "@/server/gitlab/schema";

/** What a prompt carries of one string (10,000 characters) and of one array (100 items), with room to spare. */
const mostPiece = 9_000;
const mostPieces = 90;
/** As the JSON that a prompt carries 200,000 characters of; the rest is for what else a job sends. */
const mostText = 150_000;
/** A commit's first line may be a whole message. */
const mostSubject = 300;

/**
 * The lines of JavaScript that a job runs: they make the body of GitLab's variables, sign it and post it, three times at
 * most. JSON and signature are made in one process, so that no value has to pass through a shell.
 */
export function ciScript(kind: CiTemplateKind, variable: string): string[] {
  const { needs = [], body } = bodies[kind];
  return [
    ...(needs.length > 0 ? ['import { execFileSync } from "node:child_process";'] : []),
    'import { createHmac } from "node:crypto";',
    "",
    "const { env } = process;",
    ...needs,
    "const body = JSON.stringify({",
    "  source: env.CI_SERVER_URL,",
    "  project: { path: env.CI_PROJECT_PATH, url: env.CI_PROJECT_URL },",
    ...body.map((line) => `  ${line}`),
    "});",
    "const headers = {",
    '  "Content-Type": "application/json",',
    `  "X-Webhook-Signature": createHmac("sha256", env.${variable}).update(body).digest("hex"),`,
    // GitLab counts its jobs from one, so that two instances have the same numbers.
    '  "Idempotency-Key": "gitlab-job-" + env.CI_SERVER_HOST + "-" + env.CI_JOB_ID,',
    "};",
    "const signal = () => AbortSignal.timeout(30_000);",
    "const post = () =>",
    '  fetch(env.ENSEMBLE_WEBHOOK_URL, { method: "POST", headers, body, signal: signal() }).then(',
    "    (reply) => reply.status,",
    "    () => 0,",
    "  );",
    "for (let left = 3; ; left--) {",
    "  const status = await post();",
    '  console.log(status === 0 ? "The hub could not be reached." : "The hub answered " + status + ".");',
    "  if (status >= 200 && status < 300) break;",
    "  // What it refuses it would refuse again; what may pass is tried again under the same key.",
    "  if (left === 1 || (status >= 400 && status < 500 && status !== 429)) process.exit(1);",
    "  await new Promise((resolve) => setTimeout(resolve, 5_000));",
    "}",
  ];
}

const git = [
  'const git = (...words) => execFileSync("git", words, { encoding: "utf8", maxBuffer: 1_000_000_000 });',
];

/**
 * A long text as strings that a prompt carries whole (server/prompts/bound-json.ts), so that what the job says it left
 * out is all that is missing: cut after a line where one ends, and counted as JSON, where a line break takes two characters.
 */
const cutText = [
  "const cutText = (text) => {",
  "  const pieces = [];",
  "  let [at, spent] = [0, 0];",
  `  while (at < text.length && pieces.length < ${mostPieces}) {`,
  `    const piece = text.slice(at, at + ${mostPiece});`,
  "    const isLast = at + piece.length === text.length;",
  '    const kept = isLast ? piece : piece.slice(0, piece.lastIndexOf("\\n") + 1) || piece;',
  "    spent += JSON.stringify(kept).length + 10;",
  `    if (spent > ${mostText}) break;`,
  "    pieces.push(kept);",
  "    at += kept.length;",
  "  }",
  "  return { pieces, rest: text.slice(at) };",
  "};",
];

const bodies: Record<CiTemplateKind, { needs?: string[]; body: string[] }> = {
  "code-review": {
    needs: [
      ...git,
      ...cutText,
      "const sha = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA;",
      'const diff = git("diff", "--no-color", "--no-ext-diff", env.CI_MERGE_REQUEST_DIFF_BASE_SHA, sha);',
      "const { pieces, rest } = cutText(diff);",
    ],
    body: [
      'kind: "merge_request",',
      'request: "Review this merge request.",',
      "merge_request: {",
      "  iid: Number(env.CI_MERGE_REQUEST_IID),",
      '  url: env.CI_MERGE_REQUEST_PROJECT_URL + "/-/merge_requests/" + env.CI_MERGE_REQUEST_IID,',
      "  title: env.CI_MERGE_REQUEST_TITLE,",
      "  description: env.CI_MERGE_REQUEST_DESCRIPTION,",
      "  source_branch: env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME,",
      "  target_branch: env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME,",
      "  author: env.GITLAB_USER_LOGIN,",
      "},",
      "sha,",
      "is_diff_cut: rest.length > 0,",
      "diff_characters: diff.length,",
      "diff_characters_left_out: rest.length,",
      "diff_pieces: pieces.length,",
      "diff: pieces,",
    ],
  },
  "pipeline-triage": {
    body: [
      'kind: "pipeline",',
      'request: "Find out why this pipeline failed, and say what to do.",',
      "pipeline: {",
      "  id: Number(env.CI_PIPELINE_ID),",
      "  url: env.CI_PIPELINE_URL,",
      "  source: env.CI_PIPELINE_SOURCE,",
      "  ref: env.CI_COMMIT_REF_NAME,",
      "},",
      "commit: {",
      "  sha: env.CI_COMMIT_SHA,",
      "  message: env.CI_COMMIT_MESSAGE,",
      "  author: env.CI_COMMIT_AUTHOR,",
      "},",
      "merge_request_iid: env.CI_MERGE_REQUEST_IID ? Number(env.CI_MERGE_REQUEST_IID) : null,",
    ],
  },
  "release-notes": {
    needs: [
      ...git,
      ...cutText,
      "const tag = env.CI_COMMIT_TAG;",
      "const findPrevious = () => {",
      "  try {",
      '    return git("describe", "--tags", "--abbrev=0", tag + "^").trim();',
      "  } catch {",
      "    return null; // the first tag",
      "  }",
      "};",
      "const previous = findPrevious();",
      'const log = git("log", "--no-merges", "--format=%h %s", previous ? previous + ".." + tag : tag);',
      'const commits = log.split("\\n").filter(Boolean);',
      `const { pieces, rest } = cutText(commits.map((line) => line.slice(0, ${mostSubject}) + "\\n").join(""));`,
    ],
    body: [
      'kind: "release",',
      'request: "Write the release notes of this tag.",',
      "tag,",
      "previous_tag: previous,",
      "message: env.CI_COMMIT_TAG_MESSAGE,",
      "sha: env.CI_COMMIT_SHA,",
      "commit_count: commits.length,",
      'commits_left_out: rest.split("\\n").filter(Boolean).length,',
      "commits: pieces,",
    ],
  },
};
