import { setTimeout as delay } from "node:timers/promises";

/** The hub said no: 4xx, with the path of its first issue (worker, session, lease or seq). */
export class HubRefusal extends Error {
  readonly status: number;
  readonly path: string;
  constructor(status: number, path: string, message: string) {
    super(message);
    this.name = "HubRefusal";
    this.status = status;
    this.path = path;
  }
}

export type HubClient = {
  /** One call. Throws HubRefusal, or another error when the hub did not answer or answered 5xx. */
  post: <Output>(
    name: string,
    body: object,
    options?: { timeoutMs?: number; signal?: AbortSignal },
  ) => Promise<Output>;
  /** The same until the hub answers, with ever longer waits. Throws HubRefusal, or what `signal` was aborted with. */
  deliver: <Output>(name: string, body: object, signal: AbortSignal) => Promise<Output>;
};

const firstWaitMs = 250;
const longestWaitMs = 10_000;

type HubSetting = {
  hub: string;
  token: string;
  onTrouble: (words: string) => void;
  /** Renews the leases now: one may have lapsed only because the hub was away. */
  renew: () => Promise<void>;
};

/** Speaks to the hub: POST /api/workers/<name>, outgoing only. */
export function createHubClient({ hub, token, onTrouble, renew }: HubSetting): HubClient {
  const post: HubClient["post"] = async <Output>(
    name: string,
    body: object,
    { timeoutMs = 15_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`${hub}/api/workers/${name}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const reply = (await response.json().catch(() => ({}))) as {
      error?: string;
      issues?: { path: string }[];
    };
    if (response.ok) return reply as Output;
    const words = reply.error ?? `The hub answered ${response.status}.`;
    const isPassing = response.status >= 500 || response.status === 429 || response.status === 408;
    if (isPassing) throw new Error(words);
    throw new HubRefusal(response.status, reply.issues?.[0]?.path ?? "", words);
  };
  return {
    post,
    deliver: async (name, body, signal) => {
      let isRenewed = false;
      for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
        signal.throwIfAborted();
        try {
          return await post(name, body, { signal });
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof HubRefusal) {
            if (error.path !== "lease" || isRenewed) throw error;
            isRenewed = await tryRenewal(renew);
            if (isRenewed) continue;
          }
          onTrouble(`${name}: ${nameFault(error)}; trying again`);
          await delay(waitMs * (0.75 + Math.random() / 2), undefined, { signal });
        }
      }
    },
  };
}

/** Whether the leases were asked for; false when the hub did not answer. Throws HubRefusal. */
async function tryRenewal(renew: () => Promise<void>): Promise<boolean> {
  try {
    await renew();
    return true;
  } catch (error) {
    if (error instanceof HubRefusal) throw error;
    return false;
  }
}

/** fetch hides why it failed in the cause. */
export function nameFault(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message ? `${message} (${cause.message})` : message;
}
