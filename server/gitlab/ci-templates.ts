import { sha256 } from "@/server/crypto";
import { ciScript } from "@/server/gitlab/ci-script";
import type { CiTemplate, CiTemplateKind } from "@/server/gitlab/schema";

type Named = { id: string; name: string };
type Job = {
  title: string;
  description: string;
  /** Before the persona's name, as GitLab shows the job. */
  job: string;
  stage: string;
  /** What must be there beside the variable, without which nothing runs. */
  condition?: string;
  when?: "on_failure";
  needsGit: boolean;
};

const jobs: Record<CiTemplateKind, Job> = {
  "code-review": {
    title: "Code Review Agent",
    description: "Sends every merge request with its diff, so that the persona reviews it.",
    job: "Code review by",
    stage: "test",
    condition: '$CI_PIPELINE_SOURCE == "merge_request_event"',
    needsGit: true,
  },
  "pipeline-triage": {
    title: "Pipeline Triage Agent",
    description: "Sends every pipeline that failed, so that the persona finds out why.",
    job: "Triage by",
    // Always there, and last: it sees every job that failed.
    stage: ".post",
    when: "on_failure",
    needsGit: false,
  },
  "release-notes": {
    title: "Release Notes Agent",
    description: "Sends every new tag with its commits, so that the persona writes the release notes.",
    job: "Release notes by",
    stage: "deploy",
    condition: "$CI_COMMIT_TAG",
    needsGit: true,
  },
};

/**
 * The CI/CD templates for a persona (contracts/personas.md §1.9): jobs for a project's .gitlab-ci.yml that call the
 * persona's webhook, signed with its secret. The secret itself is in none of them: a CI/CD variable holds it, whose name
 * is the persona's own, so that several can serve one project.
 */
export function writeCiTemplates(persona: Named, publicUrl: string): CiTemplate[] {
  const webhookUrl = `${publicUrl}/api/webhooks/${persona.id}`;
  const variable = nameVariable(persona.id);
  return (Object.entries(jobs) as [CiTemplateKind, Job][]).map(([kind, job]) => ({
    kind,
    title: job.title,
    description: job.description,
    yaml: writeJob(kind, job, persona, webhookUrl, variable),
    variable,
    webhookUrl,
  }));
}

/**
 * The variable for a persona's secret, of capitals, digits and `_`. An id that others would share the name with (`a-b`,
 * `A_b`) gets its hash behind it, and so does one that ends as such a hash would.
 */
function nameVariable(id: string): string {
  const name = `ENSEMBLE_SECRET_${id.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
  const isItsOwn = /^[a-z0-9_]+$/.test(id) && !/_[0-9a-f]{8}$/.test(id);
  return isItsOwn ? name : `${name}_${sha256(id).slice(0, 8).toUpperCase()}`;
}

function writeJob(
  kind: CiTemplateKind,
  job: Job,
  { id, name }: Named,
  webhookUrl: string,
  variable: string,
): string {
  const by = toPlainWords(name) || id;
  const lines = [
    `# ${job.title}, from Ensemble. ${job.description}`,
    `# It needs the CI/CD variable ${variable}: the webhook secret of ${by}, masked, not protected.`,
    // Quoted as JSON, which YAML reads alike.
    `${JSON.stringify(`${job.job} ${by}`)}:`,
    // A job of the last stage waits for all before it; another may start at once.
    ...(job.stage === ".post"
      ? ["  stage: .post"]
      : [`  stage: ${job.stage} # or another of your stages`, "  needs: []"]),
    "  image: node:24-alpine",
    "  allow_failure: true # a hub that cannot be reached holds nothing up",
    "  rules:",
    `    - if: ${[...(job.condition ? [job.condition] : []), `$${variable}`].join(" && ")}`,
    ...(job.when ? [`      when: ${job.when}`] : []),
    "  variables:",
    ...(job.needsGit ? ['    GIT_DEPTH: "0" # the commits that it compares'] : ["    GIT_STRATEGY: none"]),
    `    ENSEMBLE_WEBHOOK_URL: ${JSON.stringify(webhookUrl)}`,
    ...(job.needsGit ? ["  before_script:", "    - apk add --no-cache git"] : []),
    "  script:",
    "    - |",
    "      node --input-type=module <<'END'",
    ...ciScript(kind, variable).map((line) => (line === "" ? "" : `      ${line}`)),
    "      END",
  ];
  return `${lines.join("\n")}\n`;
}

/** A name may hold what ends a comment or a key; letters, digits and a few marks are left. */
function toPlainWords(name: string): string {
  return name
    .replace(/[^\p{L}\p{N} ._()-]+/gu, " ")
    .replace(/ +/g, " ")
    .trim();
}
