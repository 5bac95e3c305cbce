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
  ["values of the wrong kind", '{"model":3,"maxTokens":"9","provider":null}', {}],
  ["what the form does not edit", '{"baseUrl":"http://localhost"}', {}],
])("readModelProfile of %s", (_name, text, profile) => {
  expect(readModelProfile(text)).toEqual(profile);
});

test.each<[string, string | null, string, number | null, object | null]>([
  ["nothing where nothing is chosen", null, "", null, null],
  ["a model", null, "claude-haiku-5-5", null, { model: "claude-haiku-5-5" }],
  ["a limit", null, "", 900, { maxTokens: 900 }],
  ["another model", '{"model":"a"}', "b", null, { model: "b" }],
  [
    "what else was stored",
    '{"model":"a","authToken":"***"}',
    "b",
    9,
    { authToken: "***", model: "b", maxTokens: 9 },
  ],
  ["nothing once the last choice is taken out", '{"model":"a","maxTokens":9}', "", null, null],
  ["nothing of a text that is no profile", "[1,2]", "", null, null],
])("writeModelProfile keeps %s", (_name, text, model, maxTokens, stored) => {
  const written = writeModelProfile(text, model, maxTokens);
  expect(written === null ? null : JSON.parse(written)).toEqual(stored);
});
