import type { CiTemplateKind } from "@/server/gitlab/schema";

/** Characters of a diff that are sent; the hub keeps a body of 25 MB, but a model reads less. */
const mostDiff = 200_000;
const mostCommits = 300;

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
    '  "Idempotency-Key": "gitlab-job-" + env.CI_JOB_ID,',
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

const bodies: Record<CiTemplateKind, { needs?: string[]; body: string[] }> = {
  "code-review": {
    needs: [
      ...git,
      "const sha = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA;",
      'const diff = git("diff", "--no-color", "--no-ext-diff", env.CI_MERGE_REQUEST_DIFF_BASE_SHA, sha);',
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
      `diff: diff.slice(0, ${mostDiff}),`,
      `is_diff_cut: diff.length > ${mostDiff},`,
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
      "const tag = env.CI_COMMIT_TAG;",
      "const findPrevious = () => {",
      "  try {",
      '    return git("describe", "--tags", "--abbrev=0", tag + "^").trim();',
      "  } catch {",
      "    return null; // the first tag",
      "  }",
      "};",
      "const previous = findPrevious();",
      `const log = git("log", "--max-count=${mostCommits}", "--no-merges", "--format=%h %s", previous ? previous + ".." + tag : tag);`,
    ],
    body: [
      'kind: "release",',
      'request: "Write the release notes of this tag.",',
      "tag,",
      "previous_tag: previous,",
      "message: env.CI_COMMIT_TAG_MESSAGE,",
      "sha: env.CI_COMMIT_SHA,",
      'commits: log.split("\\n").filter(Boolean),',
    ],
  },
};
