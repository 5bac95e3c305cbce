"use client";

import { categories, nameCategory } from "@/components/memories/filters";
import { importances } from "@/components/memories/importance-select";
import { Field } from "@/components/shared/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import type { Category, MemoryOutput } from "@/server/memories/schema";

export type MemoryDraft = {
  title: string;
  content: string;
  category: Category;
  importance: number;
  tags: string;
};
export const memoryPaths = ["personaId", "title", "content", "category", "importance", "tags"];

/** The draft that a memory begins as, or that a new one does. */
export function toDraft(memory: MemoryOutput | null): MemoryDraft {
  return {
    title: memory?.title ?? "",
    content: memory?.content ?? "",
    category: memory?.category ?? "general",
    importance: memory?.importance ?? 5,
    tags: readTags(memory?.tags ?? null).join(", "),
  };
}

/** What is sent to the hub. */
export function toFields({ tags, ...draft }: MemoryDraft) {
  const listed = tags
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  return { ...draft, title: draft.title.trim(), content: draft.content.trim(), tags: listed };
}

/** The API answers tags as JSON text. */
function readTags(text: string | null): string[] {
  const tags: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(tags) ? tags.map(String) : [];
}

type MemoryFieldsProps = {
  draft: MemoryDraft;
  issues: Failure["issues"];
  onDraft: (part: Partial<MemoryDraft>) => void;
};

/** What is remembered, and how much it matters. */
export function MemoryFields({ draft, issues, onDraft }: MemoryFieldsProps) {
  return (
    <>
      <Field label="Title" path="title" issues={issues}>
        {(control) => (
          <Input
            {...control}
            required
            autoComplete="off"
            value={draft.title}
            onChange={(event) => onDraft({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label="What to remember" path="content" issues={issues}>
        {(control) => (
          <Textarea
            {...control}
            required
            value={draft.content}
            onChange={(event) => onDraft({ content: event.target.value })}
            className="min-h-28"
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Category" path="category" issues={issues}>
          {(control) => (
            <Select
              {...control}
              value={draft.category}
              onChange={(event) => onDraft({ category: event.target.value as Category })}
            >
              {categories.map((category) => (
                <option key={category} value={category}>
                  {nameCategory(category)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Importance" path="importance" issues={issues} hint="10 is the most">
          {(control) => (
            <Select
              {...control}
              value={draft.importance}
              onChange={(event) => onDraft({ importance: Number(event.target.value) })}
            >
              {importances.map((level) => (
                <option key={level} value={level}>
                  {level}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label="Tags" path="tags" issues={issues} hint="Separated by commas">
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.tags}
            onChange={(event) => onDraft({ tags: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
