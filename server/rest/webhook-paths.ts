import { z } from "zod";
import { eventOutput } from "@/server/events/schema";

const { $schema: _dialect, ...event } = z.toJSONSchema(eventOutput);
const anyJson = { required: true, content: { "application/json": { schema: {} } } };
const recorded = {
  "201": { description: "The event, as recorded", content: { "application/json": { schema: event } } },
  default: { $ref: "#/components/responses/Error" },
};
const executionId = { name: "executionId", in: "path", required: true, schema: { type: "string" } };

/** The routes that are no verbs, because they take a raw body or answer with a stream. */
export const webhookPaths = {
  "/api/gitlab/webhook": {
    post: {
      operationId: "webhooks.gitlab",
      summary: "Receive a GitLab webhook",
      tags: ["Webhooks"],
      parameters: [],
      requestBody: anyJson,
      responses: recorded,
    },
  },
  "/api/webhooks/{personaId}": {
    post: {
      operationId: "webhooks.persona",
      summary: "Receive a webhook for one persona, signed by X-Webhook-Signature or with the team key",
      tags: ["Webhooks"],
      parameters: [{ name: "personaId", in: "path", required: true, schema: { type: "string" } }],
      requestBody: anyJson,
      responses: recorded,
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
          description: "init, output, notice, reset, progress, complete",
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
