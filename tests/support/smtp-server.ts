import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export type Mail = { from: string; to: string[]; source: string };

export type MailServer = {
  /** For SMTP_URL, with the user and password that it asks for. */
  url: string;
  password: string;
  /** Every mail taken, in order. */
  mails: Mail[];
  /** Answers the next mails with these codes of SMTP instead of taking them, oldest first. */
  refuseWith: (...codes: number[]) => void;
  stop: () => Promise<void>;
};

/** A mail server that speaks SMTP, without TLS, to those who know the password. */
export async function startMailServer(password: string): Promise<MailServer> {
  const mails: Mail[] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    logger: false,
    onAuth: (auth, _session, done) =>
      auth.username === "hub" && auth.password === password
        ? done(null, { user: "hub" })
        : done(new Error(`Not the password: ${auth.password}`)),
    onData: (stream, { envelope }, done) => {
      void text(stream).then((source) => {
        const code = refusals.shift();
        if (code !== undefined) return done(Object.assign(new Error("Not now."), { responseCode: code }));
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source });
        return done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://hub:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    password,
    mails,
    refuseWith: (...codes) => void refusals.push(...codes),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
