import { type Change, type Committed, mergeChanges, touchedRows } from "./change";
import type { Log } from "./log";
import { askPatiently } from "./patience";
import { LeaseLostError } from "./store";

/** Enough to amortise a commit, small enough that one statement stays in the milliseconds. */
const largestBatch = 200;
/** Beyond this a further change waits for the next statement; one that is larger alone goes alone. */
const largestBatchText = 8 * 1024 * 1024;

export type Committer = {
  /** Resolves once the change is durable. Rejects with LeaseLostError, or when its rows can never be stored. */
  commit(change: Change): Promise<Committed>;
  /** Resolves when nothing is waiting to be written. */
  drain(): Promise<void>;
};

type Entry = {
  change: Change;
  resolve: (committed: Committed) => void;
  reject: (error: unknown) => void;
};

/**
 * Writes changes one statement at a time, in the order given; what arrives while a statement is under
 * way goes into the next one together. A database that is away is tried again until it is back.
 */
export function createCommitter(options: {
  /** `isRepeat`: an earlier attempt got no answer, and may have been carried out all the same. */
  write: (change: Change, isRepeat: boolean) => Promise<Committed>;
  onLost: (error: LeaseLostError) => void;
  log: Log;
}): Committer {
  const entries: Entry[] = [];
  let flushing: Promise<void> | null = null;

  async function flush(): Promise<void> {
    while (entries.length > 0) {
      const batch = takeBatch(entries);
      try {
        settle(batch, await writePatiently(mergeChanges(batch.map((entry) => entry.change))));
      } catch (error) {
        if (error instanceof LeaseLostError) options.onLost(error);
        if (error instanceof LeaseLostError || batch.length === 1)
          for (const entry of batch) entry.reject(error);
        else await writeOneByOne(batch);
      }
    }
    flushing = null;
  }

  /** One change that cannot be stored must not take its neighbours with it. */
  async function writeOneByOne(batch: Entry[]): Promise<void> {
    for (const entry of batch) {
      await writePatiently(entry.change).then(entry.resolve, entry.reject);
    }
  }

  function writePatiently(change: Change): Promise<Committed> {
    return askPatiently((attempt) => options.write(change, attempt > 1), options.log);
  }

  return {
    commit(change) {
      return new Promise((resolve, reject) => {
        entries.push({ change, resolve, reject });
        flushing ??= flush();
      });
    },
    async drain() {
      while (flushing) await flushing;
    },
  };
}

function takeBatch(entries: Entry[]): Entry[] {
  const touched = new Set<string>();
  let size = 0;
  let text = 0;
  for (const entry of entries) {
    const rows = touchedRows(entry.change);
    text += measureText(entry.change);
    if (size === largestBatch || text > largestBatchText || rows.some((row) => touched.has(row))) break;
    for (const row of rows) touched.add(row);
    size++;
  }
  return entries.splice(0, Math.max(size, 1));
}

function settle(batch: Entry[], committed: Committed): void {
  for (const entry of batch) entry.resolve(committed);
}

function measureText(change: Change): number {
  let length = 0;
  for (const step of change.steps) length += step.memo?.length ?? 0;
  for (const event of change.events) length += event.payload.length;
  for (const patch of change.patches) length += patch.result?.length ?? 0;
  return length;
}
