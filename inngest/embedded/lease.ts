import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "./log";
import { askPatiently } from "./patience";
import type { Database } from "./store";

/** One left by a killed process is free again after this long; three renewals may fail before. */
const leaseSeconds = 4;
const renewMs = 1000;
const pollMs = 250;

export type Lease = {
  token: number;
  /** Another engine held it before; false only on a database that never had one. */
  isSuccession: boolean;
  /** The engine before has not given the lease back: it died, or stood still. */
  isAfterCrash: boolean;
  /** Whether the last renewal is recent enough to start work on. */
  isFresh(): boolean;
  /** Calls back after each renewal, and when another engine has taken the lease. */
  keep(callbacks: { onRenewed: () => void; onLost: () => void }): void;
  /** Stops renewing and lets the next engine in at once. */
  release(): Promise<void>;
};

/** Waits until this process may work on the database's runs, saying so once when another one does. */
export async function acquireLease(database: Database, log: Log): Promise<Lease> {
  const holder = `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`;
  let isAnnounced = false;
  for (;;) {
    const claimed = await askPatiently(() => claim(database, holder), log);
    if (claimed) {
      const isAfterCrash = !["", holder, null].includes(claimed.former);
      return { ...holdLease(database, claimed.token, log), isAfterCrash };
    }
    if (!isAnnounced) {
      const [current] = await database.$queryRaw<{ holder: string }[]>`
        SELECT holder FROM engine_lease WHERE name = 'engine'`;
      log.warn(
        { holder: current?.holder },
        "another engine works on this database; waiting for it to end (a killed one is replaced within 5 s)",
      );
      isAnnounced = true;
    }
    await delay(pollMs);
  }
}

/** A claim whose answer was lost is found again by its holder, and is still the same one. */
async function claim(
  database: Database,
  holder: string,
): Promise<{ token: number; former: string | null } | null> {
  const [row] = await database.$queryRaw<{ token: number; former: string | null }[]>`
    WITH former AS (SELECT holder FROM engine_lease WHERE name = 'engine')
    INSERT INTO engine_lease AS l (name, holder, token, expires_at)
    VALUES ('engine', ${holder}, 1, now() + make_interval(secs => ${leaseSeconds}))
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at,
      token = CASE WHEN l.holder = excluded.holder THEN l.token ELSE l.token + 1 END
    WHERE l.expires_at < now() OR l.holder = excluded.holder
    RETURNING token, (SELECT holder FROM former) AS former`;
  return row ?? null;
}

function holdLease(database: Database, token: number, log: Log): Omit<Lease, "isAfterCrash"> {
  let renewedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let isRenewing = false;

  async function renew(): Promise<boolean> {
    const startedAt = performance.now();
    const count = await database.$executeRaw`
      UPDATE engine_lease SET expires_at = now() + make_interval(secs => ${leaseSeconds})
      WHERE name = 'engine' AND token = ${token}`;
    if (count > 0) renewedAt = startedAt;
    return count > 0;
  }

  return {
    token,
    isSuccession: token > 1,
    isFresh: () => performance.now() - renewedAt < leaseSeconds * 1000,
    keep({ onRenewed, onLost }) {
      timer = setInterval(() => {
        if (isRenewing) return;
        isRenewing = true;
        renew()
          .then((isHeld) => {
            if (isHeld) return onRenewed();
            clearInterval(timer);
            onLost();
          })
          .catch((error: unknown) => log.warn({ err: error }, "the lease could not be renewed; trying again"))
          .finally(() => {
            isRenewing = false;
          });
      }, renewMs);
    },
    async release() {
      clearInterval(timer);
      await database.$executeRaw`
        UPDATE engine_lease SET expires_at = now() - interval '1 second', holder = '' WHERE name = 'engine' AND token = ${token}`;
    },
  };
}
