import { randomBytes } from "node:crypto";
import type { CredentialOutput } from "@/server/credentials/schema";
import { db } from "@/server/db";
import { listForms } from "@/server/redact-forms";
import { callRest } from "./rest-in-process";

const hex = (bytes: number) => randomBytes(bytes).toString("hex");
const base64 = (bytes: number) => randomBytes(bytes).toString("base64");

/** Twenty secrets of odd shapes, made on the spot. */
export function makeOddSecrets(): Record<string, string> {
  return {
    "six characters": hex(3),
    "a long one": base64(3_000),
    "a PEM file": [
      "-----BEGIN PRIVATE KEY-----",
      ...Array.from({ length: 6 }, () => base64(48)),
      "-----END PRIVATE KEY-----",
      "",
    ].join("\n"),
    "lines with CRLF": [hex(10), hex(12), hex(8)].join("\r\n"),
    "short lines among long ones": `${hex(9)}\nab\n${hex(7)}`,
    JSON: JSON.stringify({ type: "service_account", private_key: `${base64(30)}\n${base64(30)}` }),
    quotes: `it's "${hex(6)}" \`${hex(4)}\``,
    backslashes: `C:\\${hex(5)}\\n${hex(5)}\\u0041`,
    "percent signs": `%2F${hex(4)}%%25${hex(4)}%`,
    "slashes and pluses": `+/${base64(24)}/+==`,
    "URL with a password": `postgres://user:${hex(8)}@db.internal/x?y=${hex(4)}&z#${hex(3)}`,
    "letters with accents": `pässwörd-${hex(4)}-ÿ`,
    emoji: `🔑${hex(4)}🗝️👩‍💻`,
    "right to left": `סוד-${hex(5)}-سر`,
    "white space around": `  \t${hex(8)} ${hex(4)}  `,
    "white space within": `correct horse ${hex(4)} battery\tstaple`,
    "markup and ampersands": `<b>${hex(5)}</b>&amp;${hex(3)}='x'`,
    "shell and patterns": `$(${hex(4)})*.[a-z]+?^\${${hex(4)}}|!`,
    "like base64 itself": Buffer.from(`user:${hex(10)}`).toString("base64"),
    "control characters": `\u0001${hex(5)}\u001b[31m${hex(3)}\u007f`,
  };
}

/** Gives a persona each of the secrets as a credential of its own, over REST. Returns what was answered. */
export async function giveSecrets(personaId: string, secrets: Record<string, string>): Promise<string[]> {
  const replies: string[] = [];
  for (const [index, value] of Object.values(secrets).entries()) {
    const made = await callRest("POST", "/api/credentials", {
      name: `canary ${index}`,
      serviceType: "canary",
      data: { value },
      allowedHosts: ["127.0.0.1"],
    });
    const { id: credentialId } = made.json as CredentialOutput;
    const linked = await callRest("POST", `/api/personas/${personaId}/credentials`, { credentialId });
    replies.push(made.text, linked.text);
  }
  return replies;
}

/** A secret as it may come to stand in text, each way within other text. */
export function spellSecret(secret: string): string[] {
  const wrapped = [`x${secret}`, `xy${secret}z`, secret, `user:${secret}`];
  return [
    `said ${secret}.`,
    JSON.stringify({ value: secret }),
    JSON.stringify({ text: JSON.stringify([secret]) }),
    `https://a.test/?q=${encodeURIComponent(secret)}&p=1`,
    new URLSearchParams({ a: "b", secret }).toString(),
    ...wrapped.map((text) => `Basic ${Buffer.from(text).toString("base64")}`),
    ...wrapped.map((text) => `jwt.${Buffer.from(text).toString("base64url")}.x`),
  ];
}

/** Where in the text any form of any of the secrets stands, by the secret's name. */
export function findLeaks(secrets: Record<string, string>, text: string): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => [...listForms([secret])].some((form) => text.includes(form)))
    .map(([name]) => name);
}

/** Every column of every table that holds any form of any of the secrets, as `table.column: the secret's name`. */
export async function scanDatabase(secrets: Record<string, string>): Promise<string[]> {
  const columns = await db.$queryRaw<{ table: string; column: string; type: string }[]>`
    SELECT c.table_name AS "table", c.column_name AS "column", c.data_type AS type FROM information_schema.columns c
    JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')`;
  if (columns.length < 100) throw new Error("The scan did not find the columns.");
  const leaks: string[] = [];
  for (const { table, column, type } of columns) {
    const value = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const rows = await db.$queryRawUnsafe<{ value: string }[]>(
      `SELECT ${value} AS value FROM "${table}" WHERE "${column}" IS NOT NULL`,
    );
    const found = findLeaks(secrets, rows.map((row) => row.value).join("\n"));
    leaks.push(...found.map((name) => `${table}.${column}: ${name}`));
  }
  return leaks;
}
