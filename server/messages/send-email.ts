import { createTransport } from "nodemailer";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import type { EmailConfig } from "@/server/messages/channel-config";
import { toEmail } from "@/server/messages/email-text";
import type { Outgoing, Sent } from "@/server/messages/outgoing";
import { createRedactor } from "@/server/redact";

const connectMs = 10_000;
const longestSilenceMs = 15_000;

/** Why no e-mail can be sent as the hub is set up; null when it can. */
export function findMailProblem(): string | null {
  const { SMTP_URL, SMTP_FROM } = env();
  if (!SMTP_URL)
    return "No e-mail can be sent: SMTP_URL is not set, for example to smtps://user:password@mail.example.com:465.";
  if (!SMTP_FROM)
    return "No e-mail can be sent: SMTP_FROM is not set, for example to Ensemble <hub@example.com>.";
  return null;
}

/**
 * Hands a message to the operator's own mail server, one mail to all addresses of the channel. The Message-ID is
 * made of the delivery's id, so that a repetition can be told. Whatever the server says is the answer.
 * Throws unavailable while SMTP_URL or SMTP_FROM is not set.
 */
export async function sendEmail({ addresses }: EmailConfig, message: Outgoing): Promise<Sent> {
  const { SMTP_URL, SMTP_FROM, PUBLIC_URL } = env();
  const problem = findMailProblem();
  if (problem) throw new AppError("unavailable", problem);
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: longestSilenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { messageId, rejected } = await transport.sendMail({
      from: SMTP_FROM,
      to: addresses,
      messageId: `<${message.id}@${new URL(PUBLIC_URL).hostname}>`,
      // Out-of-office replies to a machine help nobody (RFC 3834).
      headers: { "Auto-Submitted": "auto-generated" },
      ...toEmail(message),
    });
    const refused = rejected.map((each) => (typeof each === "string" ? each : each.address));
    const reason = refused.length > 0 ? `The mail server refused ${refused.join(", ")}.` : "";
    return { isTaken: true, isFinal: false, reason, externalId: messageId, retryAfterMs: null };
  } catch (error) {
    return readFailure(error, SMTP_URL ?? "");
  } finally {
    transport.close();
  }
}

/** A permanent refusal is one of 500 and more (RFC 5321 §4.2.1); a wrong password may be mended. */
function readFailure(error: unknown, smtpUrl: string): Sent {
  const { message, responseCode, code } = error as Error & { responseCode?: number; code?: string };
  const isFinal = code !== "EAUTH" && responseCode !== undefined && responseCode >= 500;
  const { username, password } = new URL(smtpUrl);
  const secrets = [password, username].flatMap((each) => [each, decodeURIComponent(each)]);
  const reason = createRedactor(secrets).redact(`The mail server said: ${message}`);
  return { isTaken: false, isFinal, reason, externalId: null, retryAfterMs: null };
}
