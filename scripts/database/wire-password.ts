import { createHash, timingSafeEqual } from "node:crypto";

/** AuthenticationCleartextPassword: fine between two processes of one machine. */
export const askForPassword = Buffer.from("R\x00\x00\x00\x08\x00\x00\x00\x03", "latin1");

/** Whether a client's message is a PasswordMessage with the right password. */
export function isPassword(message: Uint8Array, password: string): boolean {
  const text = Buffer.from(message);
  if (text[0] !== "p".charCodeAt(0)) return false;
  const given = text.subarray(5, -1);
  return timingSafeEqual(
    createHash("sha256").update(given).digest(),
    createHash("sha256").update(password).digest(),
  );
}

/** The ErrorResponse that Postgres itself gives: 28P01, invalid_password. */
export function refusePassword(): Buffer {
  const fields = "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0";
  const message = Buffer.alloc(5 + fields.length);
  message.write("E", 0, "latin1");
  message.writeInt32BE(4 + fields.length, 1);
  message.write(fields, 5, "latin1");
  return message;
}
