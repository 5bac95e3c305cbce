import { expect, test } from "vitest";
import { readModelProfile, writeModelProfile } from "@/components/personas/model-profile";

test.each([
  ["no text", null, {}],
  ["no JSON", "{", {}],
  ["null", "null", {}],
  ["a list", '["claude-haiku-5-5"]', {}],
  ["a model", '{"model":"claude-haiku-5-5"}', { model: "claude-haiku-5-5" }],
  ["a limit", '{"maxTokens":900}', { maxTokens: 900 }],
  ["a provider", '{"provider":"ollama"}', { provider: "ollama" }],
  ["fallback models", '{"fallbackModels":["a",1,"b"]}', { fallbackModels: ["a", "b"] }],
  ["values of the wrong kind", '{"model":3,"maxTokens":"9","provider":null}', {}],
  ["what the form does not edit", '{"baseUrl":"http://localhost"}', {}],
])("readModelProfile of %s", (_name, text, profile) => {
  expect(readModelProfile(text)).toEqual(profile);
});

type Parts = Parameters<typeof writeModelProfile>[1];

test.each<[string, string | null, Parts, object | null]>([
  ["nothing where nothing is chosen", null, {}, null],
  ["a model", null, { model: "claude-haiku-5-5" }, { model: "claude-haiku-5-5" }],
  ["a limit", null, { maxTokens: 900 }, { maxTokens: 900 }],
  ["fallback models", null, { fallbackModels: ["a", "b"] }, { fallbackModels: ["a", "b"] }],
  ["another model", '{"model":"a"}', { model: "b" }, { model: "b" }],
  [
    "what else was stored",
    '{"model":"a","authToken":"***"}',
    { model: "b", maxTokens: 9 },
    { authToken: "***", model: "b", maxTokens: 9 },
  ],
  [
    "nothing once the last choice is taken out",
    '{"model":"a","maxTokens":9,"fallbackModels":["b"]}',
    {},
    null,
  ],
  ["nothing of a text that is no profile", "[1,2]", {}, null],
])("writeModelProfile keeps %s", (_name, text, parts, stored) => {
  const written = writeModelProfile(text, parts);
  expect(written === null ? null : JSON.parse(written)).toEqual(stored);
});
