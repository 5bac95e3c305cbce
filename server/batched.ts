type Entry<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

type Options<Item, Result> = {
  /** Carries out all of them together, with one result each, in their order; or none. */
  run: (items: Item[]) => Promise<Result[]>;
  mostItems: number;
  /** A batch is closed before it grows beyond `mostSize`; one item that is larger goes alone. */
  sizeOf: (item: Item) => number;
  mostSize: number;
};

/**
 * Groups calls: what comes while one batch is under way goes into the next, so that under load many share
 * one statement and its commit, while a lone call does not wait. When a batch fails its items are carried
 * out one by one, so that none is refused for another's fault.
 */
export function createBatched<Item, Result>(options: Options<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Entry<Item, Result>[] = [];
  let isRunning = false;

  async function runAll(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) await runBatch(takeBatch());
    isRunning = false;
  }

  function takeBatch(): Entry<Item, Result>[] {
    let size = 0;
    let count = 0;
    for (const { item } of waiting) {
      size += options.sizeOf(item);
      if (count > 0 && (size > options.mostSize || count === options.mostItems)) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }

  async function runBatch(batch: Entry<Item, Result>[]): Promise<void> {
    try {
      const results = await options.run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1) for (const { reject } of batch) reject(error);
      else for (const entry of batch) await runBatch([entry]);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void runAll();
    });
}
