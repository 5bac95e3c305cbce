import { type LookupAddress, lookup as resolveName } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { AppError } from "@/server/errors";
import { isPublicAddress } from "@/server/safe-fetch-address";
import type { AllowedHost } from "@/server/safe-fetch-allow";

type Resolved = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;
/** Finds every address of a name, as `dns.lookup` does. */
export type ResolveName = (name: string, options: { all: true }, done: Resolved) => void;

/**
 * Connects to public addresses only, and to allowed hosts. The addresses judged are the very ones that are connected
 * to, so that a name which resolves differently a moment later gains nothing.
 */
export function guardConnections(
  allowed: AllowedHost[],
  { connectMs, resolve = resolveName }: { connectMs: number; resolve?: ResolveName },
): buildConnector.connector {
  const open = buildConnector({ timeout: connectMs, lookup: lookUp(resolve, () => true) });
  const guarded = buildConnector({ timeout: connectMs, lookup: lookUp(resolve, isPublicAddress) });
  return (options, done) => {
    const { hostname } = options;
    const port = Number(options.port || (options.protocol === "https:" ? 443 : 80));
    const isAllowed = allowed.some((each) => each.host === hostname && (each.port ?? port) === port);
    if (isAllowed) return open(options, done);
    // An address needs no lookup, so none would judge it.
    if (isIP(hostname) !== 0 && !isPublicAddress(hostname))
      return done(refusePrivate(hostname, [hostname], port), null);
    guarded(options, (...outcome) => {
      const [error, socket] = outcome;
      if (error instanceof PrivateName) done(refusePrivate(hostname, error.addresses, port), null);
      else if (error) done(error, null);
      else done(null, socket);
    });
  };
}

class PrivateName extends Error {
  constructor(readonly addresses: string[]) {
    super("The name has no public address.");
  }
}

/** Finds the addresses of a name, those that are fit. An Error when none is. */
export function lookUp(resolve: ResolveName, isFit: (address: string) => boolean): LookupFunction {
  return (name, options, done) =>
    resolve(name, { ...options, all: true }, (error, found) => {
      if (error) return done(error, "");
      const fit = found.filter(({ address }) => isFit(address));
      const [first] = fit;
      if (!first) return done(new PrivateName(found.map(({ address }) => address)), "");
      if (options.all) done(null, fit);
      else done(null, first.address, first.family);
    });
}

function refusePrivate(host: string, addresses: string[], port: number): AppError {
  const name = host.includes(":") ? `[${host}]` : host;
  const what =
    addresses[0] === host
      ? `${name} is a private or reserved address`
      : `${name} resolves to ${addresses.join(", ") || "nothing"}, which is private or reserved`;
  return new AppError(
    "unprocessable",
    `The hub does not fetch this: ${what}. To allow it set SAFE_FETCH_ALLOW=${name}:${port}.`,
  );
}
