import { Webhooks } from "@octokit/webhooks";
import { asObject, firstWord, nameEventType } from "@/server/webhooks/payload";
import type { Knock, Provider, Refusal } from "@/server/webhooks/provider";
import { signatureInvalid, signatureMissing } from "@/server/webhooks/signature";

/** GitHub: X-Hub-Signature-256 over the body, X-GitHub-Delivery as its id, which redeliveries keep. */
export const github: Provider = {
  name: "github",
  label: "GitHub",
  needsSecret: true,
  takesForms: true,
  status: 201,
  isSigned: (headers) => headers.has("x-hub-signature-256"),
  verify: verifyGithub,
  deliveryId: ({ headers }) => headers.get("x-github-delivery"),
  toEvent: ({ headers, json, text }) => {
    const given = asObject(json);
    return {
      eventType: nameEventType("github_", firstWord(headers.get("x-github-event")) ?? "unknown"),
      sourceType: "github",
      sourceId: firstWord(asObject(given.repository).full_name, asObject(given.organization).login),
      targetPersonaId: null,
      payload: text,
      useCaseId: null,
    };
  },
  answer: ({ headers, json }) =>
    headers.get("x-github-event") === "ping" ? { ok: true, zen: firstWord(asObject(json).zen) } : null,
};

async function verifyGithub({ headers, body, secrets }: Knock): Promise<Refusal | null> {
  const signature = headers.get("x-hub-signature-256");
  if (signature === null) return signatureMissing("X-Hub-Signature-256");
  // The library throws at what is no signature at all, and at an empty body.
  if (!/^sha256=[0-9a-f]{64}$/i.test(signature) || body.byteLength === 0) return signatureInvalid;
  const text = Buffer.from(body).toString("utf8");
  const checks = secrets.map((secret) => new Webhooks({ secret }).verify(text, signature));
  return (await Promise.all(checks)).includes(true) ? null : signatureInvalid;
}
