import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "../..");

export type SourceFile = { path: string; text: string; lineCount: number };

/** Every TypeScript file under `folders` of the repository, by path from its root; nothing generated. */
export function readSourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => {
        const full = join(entry.parentPath, entry.name);
        const text = readFileSync(full, "utf8");
        return { path: relative(root, full), text, lineCount: text.trimEnd().split("\n").length };
      }),
  );
}

/** What a file imports of ours, as written after `@/`. */
export function readImports({ text }: SourceFile): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"@\/([^"]+)"/g)].map(([, path = ""]) => path);
}
