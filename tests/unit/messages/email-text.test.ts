import { expect, test } from "vitest";
import { toEmail } from "@/server/messages/email-text";
import type { Outgoing } from "@/server/messages/outgoing";

const message: Outgoing = {
  id: "mdl_1",
  messageId: "pms_1",
  personaId: "per_1",
  personaName: "Scribe",
  executionId: null,
  title: "Release\r\nBcc: all@example.com",
  content: "# Done\n",
  contentType: "info",
  priority: "high",
  reviewId: null,
  createdAt: "2026-11-26T00:00:00.000Z",
  url: "https://hub.test/messages/pms_1",
  executionUrl: null,
  reviewUrl: null,
  approveUrl: "https://hub.test/a",
  rejectUrl: null,
};

test("an e-mail has a subject of one line, the text as it is, and the links that there are", () => {
  expect(toEmail(message)).toEqual({
    subject: "[high] Release Bcc: all@example.com – Scribe",
    text: "# Done\n\n--\nApprove: https://hub.test/a\nMessage: https://hub.test/messages/pms_1\n",
  });
});
