import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeCiTemplates } from "@/server/gitlab/ci-templates";
import { ciTemplateKinds } from "@/server/gitlab/schema";

const folder = join(import.meta.dirname, "../../fixtures/ci-templates");
const hub = "https://hub.example.com";
const written = (name: string, id = "per_1a") => writeCiTemplates({ id, name }, hub);

describe("the CI/CD templates", () => {
  test.each(ciTemplateKinds)("%s is written as in its golden file", async (kind) => {
    const template = written("Ada (Reviewer)").find((each) => each.kind === kind);
    expect(template).toMatchObject({
      variable: "ENSEMBLE_SECRET_PER_1A",
      webhookUrl: `${hub}/api/webhooks/per_1a`,
    });
    await expect(template?.yaml).toMatchFileSnapshot(join(folder, `${kind}.yml`));
  });

  test.each([
    ["quotes, colons and comments", 'A "b": # c', "A b c"],
    ["a line break", "A\nscript: [rm]", "A script rm"],
    ["a line break of Unicode", "A\u2028b", "A b"],
    ["a variable", "A $CI_JOB_TOKEN", "A CI_JOB_TOKEN"],
    ["other scripts", "Schreiber für Größe 審査", "Schreiber für Größe 審査"],
    ["nothing that can stand", "🤖", "per_1a"],
  ])("a name with %s stays one quoted key and one comment", (_name, name, expected) => {
    for (const { yaml } of written(name)) {
      const [, comment, key] = yaml.split("\n");
      expect(comment).toBe(
        `# It needs the CI/CD variable ENSEMBLE_SECRET_PER_1A: the webhook secret of ${expected}, masked, not protected.`,
      );
      expect(key).toMatch(/^"[^"\\]+":$/);
      expect(key?.endsWith(` by ${expected}":`)).toBe(true);
    }
  });

  test("have a variable of their own for each persona, of letters that GitLab takes", () => {
    const ids = [
      "per_1a",
      "release-scribe",
      "x".repeat(64),
      "X".repeat(64),
      "a-b",
      "a_b",
      "A_B",
      "A-b",
      "a-B",
    ];
    const nameOf = (id: string) => written("A", id)[0]?.variable ?? "";
    const imitator = nameOf("a-b").replace("ENSEMBLE_SECRET_", "").toLowerCase();
    const variables = [...ids, imitator].map(nameOf);
    expect(new Set(variables).size).toBe(ids.length + 1);
    expect(nameOf("per_1a")).toBe("ENSEMBLE_SECRET_PER_1A");
    expect(nameOf("release-scribe")).toMatch(/^ENSEMBLE_SECRET_RELEASE_SCRIBE_[0-9A-F]{8}$/);
    for (const variable of variables) expect(variable).toMatch(/^[A-Z0-9_]{1,255}$/);
  });

  test("begin no line with a tab and end with one line break", () => {
    for (const { yaml } of written("A")) {
      expect(yaml).not.toMatch(/\t/);
      expect(yaml).toMatch(/[^\n]\n$/);
    }
  });
});
