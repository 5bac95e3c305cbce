import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { CiTemplate, CiTemplateKind } from "@/server/gitlab/schema";
import type { PersonaOutput } from "@/server/personas/schema";
import { ask } from "@/tests/support/api";
import type { SharedHub } from "@/tests/support/shared-hub";

const run = promisify(execFile);
const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];

export type JobFolder = {
  path: string;
  /** Runs git in it. Returns what was printed, as it is. */
  git: (...words: string[]) => Promise<string>;
  /** Runs the job of a persona's template in it as GitLab would, with these variables beside the usual ones. */
  work: (
    persona: PersonaOutput,
    kind: CiTemplateKind,
    variables: Record<string, string>,
    secret?: string,
  ) => Promise<{ exitCode: number; stdout: string }>;
  remove: () => void;
};

/** A git repository of its own, in which jobs of the CI/CD templates can be run. */
export async function makeJobFolder(hub: SharedHub): Promise<JobFolder> {
  const path = mkdtempSync(join(tmpdir(), "ensemble-ci-"));
  const git = async (...words: string[]) =>
    (await run("git", [...author, ...words], { cwd: path, maxBuffer: 100_000_000 })).stdout;
  await git("init", "--quiet");
  return {
    path,
    git,
    work: async (persona, kind, variables, secret = persona.webhookSecret) => {
      const templates = await ask<CiTemplate[]>(
        hub,
        "GET",
        `/api/gitlab/ci-templates?personaId=${persona.id}`,
      );
      const template = templates.find((each) => each.kind === kind);
      if (!template) throw new Error(`There is no template ${kind}.`);
      const env = {
        NODE_ENV: "production" as const,
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        CI_SERVER_HOST: "gitlab.example.com",
        CI_SERVER_URL: "https://gitlab.example.com",
        CI_PROJECT_PATH: "acme/atlas",
        CI_PROJECT_URL: "https://gitlab.example.com/acme/atlas",
        ENSEMBLE_WEBHOOK_URL: /ENSEMBLE_WEBHOOK_URL: "(.*)"/.exec(template.yaml)?.[1] ?? "",
        [template.variable]: secret,
        ...variables,
      };
      return run("sh", ["-e", "-c", readScript(template.yaml)], { cwd: path, env }).then(
        ({ stdout }) => ({ exitCode: 0, stdout }),
        ({ code, stdout }: { code: number; stdout: string }) => ({ exitCode: code, stdout }),
      );
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** What stands under `script:`, as YAML reads its one block. */
function readScript(yaml: string): string {
  const [, block = ""] = yaml.split("  script:\n    - |\n");
  return block.replaceAll(/^ {6}/gm, "");
}
