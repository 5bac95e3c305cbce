import { z } from "zod";
import { eventOutput } from "@/server/events/schema";
import { providers } from "@/server/webhooks/providers";
import { type ReceiverName, receiverNames } from "@/server/webhooks/schema";

const { $schema: _dialect, ...event } = z.toJSONSchema(eventOutput);
const anyJson = { required: true, content: { "application/json": { schema: {} } } };
const recordedAs = (status: 200 | 201) => ({
  [String(status)]: {
    description:
      "The event, as recorded. The same delivery again answers the same, with X-Idempotency-Replay: 1",
    content: { "application/json": { schema: event } },
  },
  default: { $ref: "#/components/responses/Error" },
});
const personaId = { name: "personaId", in: "path", required: true, schema: { type: "string" } };

/** How each sender proves itself, which is none of the hub's keys. */
const proofs: Record<ReceiverName, string> = {
  gitlab: "the team key, X-Gitlab-Token or a Standard Webhooks signature",
  github: "X-Hub-Signature-256",
  slack: "X-Slack-Signature",
  stripe: "Stripe-Signature",
  standard: "webhook-id, webhook-timestamp and webhook-signature",
};

const receivers = Object.fromEntries(
  receiverNames.map((name) => [
    `/api/hooks/${name}`,
    {
      post: {
        operationId: `hooks.${name}`,
        summary: `Receive a delivery of ${providers[name].label}, proved by ${proofs[name]}`,
        tags: ["Webhooks"],
        parameters: [],
        requestBody: anyJson,
        ...(name === "gitlab" ? {} : { security: [] }),
        responses: recordedAs(providers[name].status),
      },
    },
  ]),
);

const executionId = { name: "executionId", in: "path", required: true, schema: { type: "string" } };

/** The routes that are no verbs, because they take a raw body or answer with a stream. */
export const webhookPaths = {
  ...receivers,
  "/api/gitlab/webhook": {
    post: {
      operationId: "webhooks.gitlab",
      summary: "Receive a delivery of GitLab; another address of /api/hooks/gitlab",
      tags: ["Webhooks"],
      parameters: [],
      requestBody: anyJson,
      responses: recordedAs(201),
    },
  },
  "/api/webhooks/{personaId}": {
    post: {
      operationId: "webhooks.persona",
      summary: "Receive a webhook for one persona, signed by X-Webhook-Signature or with the team key",
      tags: ["Webhooks"],
      parameters: [personaId],
      requestBody: anyJson,
      responses: recordedAs(201),
    },
  },
  "/api/hooks/persona/{personaId}": {
    post: {
      operationId: "hooks.persona",
      summary: "Another address of /api/webhooks/{personaId}",
      tags: ["Webhooks"],
      parameters: [personaId],
      requestBody: anyJson,
      responses: recordedAs(201),
    },
  },
  "/api/executions/{executionId}/stream": {
    get: {
      operationId: "executions.stream",
      summary: "Follow an execution's output as Server-Sent Events; resumes after Last-Event-ID",
      tags: ["Executions"],
      parameters: [executionId, { name: "after", in: "query", required: false, schema: { type: "integer" } }],
      responses: {
        "200": {
          description:
            "init; output {seq, turn, text, lines, totalOutputLines}, notice, reset; progress, trace, review_request; complete {executionId, status, durationMs, totalCostUsd, sessionId}; error {error, code, transient} when the stream itself fails. complete and error end it",
          content: { "text/event-stream": { schema: { type: "string" } } },
        },
        default: { $ref: "#/components/responses/Error" },
      },
    },
  },
  "/health": {
    get: {
      operationId: "system.health",
      summary: "Health of the hub and what it depends on",
      tags: ["System"],
      parameters: [],
      security: [],
      responses: { "200": { description: "Healthy or degraded" }, "503": { description: "Unhealthy" } },
    },
  },
  "/healthz": {
    get: {
      operationId: "system.ready",
      summary: "Ready: database and engine answer",
      tags: ["System"],
      parameters: [],
      security: [],
      responses: { "200": { description: "Ready" }, "503": { description: "Not ready" } },
    },
  },
};
