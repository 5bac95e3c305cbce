import { dehydrate, hydrate, QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { createRefresher } from "@/lib/refresher";

/** A page's cache that shows `key`, and how often it asked the hub for it. */
function showPage(key: string[], arrived?: { data: string; readAt: number }) {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
  const { refresh, stop } = createRefresher(queries);
  let asked = 0;
  const show = () => {
    const queryFn = () => {
      asked += 1;
      return `answer ${asked}`;
    };
    return new QueryObserver(queries, { queryKey: key, queryFn }).subscribe(() => {});
  };
  const arrive = ({ data, readAt }: { data: string; readAt: number }) => {
    const server = new QueryClient();
    server.setQueryData(key, data, { updatedAt: readAt });
    hydrate(queries, dehydrate(server));
  };
  if (arrived) arrive(arrived);
  return { queries, refresh, stop, show, arrive, read: () => ({ asked, data: queries.getQueryData(key) }) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test("what is shown is asked for again, what is not waits until it is", async () => {
  const page = showPage(["a"], { data: "drawn", readAt: Date.now() });
  page.refresh({ queryKey: ["b"] }, Date.now());
  const hide = page.show();
  await settle();
  expect(page.read()).toEqual({ asked: 0, data: "drawn" });
  page.refresh({ queryKey: ["a"] }, Date.now());
  await settle();
  expect(page.read()).toEqual({ asked: 1, data: "answer 1" });
  hide();
  page.refresh({ queryKey: ["a"] }, Date.now());
  await settle();
  expect(page.read().asked).toBe(1);
  page.show();
  await settle();
  expect(page.read().asked).toBe(2);
});

test.each([
  { what: "read before the change", readAt: -5_000, asked: 1 },
  { what: "read while it happened", readAt: 1_000, asked: 1 },
  { what: "read after it", readAt: 3_000, asked: 0 },
])("what arrives after the word of a change and was $what is asked for $asked times", async (given) => {
  const toldAt = Date.now() - 10_000;
  for (const hasOlder of [false, true]) {
    const page = showPage(["a", "1"], hasOlder ? { data: "older", readAt: toldAt - 60_000 } : undefined);
    page.refresh({ queryKey: ["a"] }, toldAt);
    page.arrive({ data: "arrived", readAt: toldAt + given.readAt });
    page.show();
    await settle();
    expect(page.read()).toEqual({ asked: given.asked, data: given.asked ? "answer 1" : "arrived" });
    page.stop();
  }
});

test("an answer that is under way is shown, and asked for once more, however often a change is told", async () => {
  const queries = new QueryClient();
  const { refresh } = createRefresher(queries);
  const waiting: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => waiting.push(resolve));
  new QueryObserver(queries, { queryKey: ["slow"], queryFn }).subscribe(() => {});
  for (let word = 0; word < 5; word++) refresh({ queryKey: ["slow"] }, Date.now());
  await settle();
  expect(waiting).toHaveLength(1);
  waiting[0]?.("read before");
  await settle();
  expect(queries.getQueryData(["slow"])).toBe("read before");
  expect(waiting).toHaveLength(2);
  waiting[1]?.("read after");
  await settle();
  expect(queries.getQueryData(["slow"])).toBe("read after");
  expect(waiting).toHaveLength(2);
});

test("after the line dropped, what was shown and never came back is asked for anew at once", async () => {
  const queries = new QueryClient();
  queries.setQueryData(["hung"], "shown", { updatedAt: 1 });
  const { refresh } = createRefresher(queries);
  let asked = 0;
  const queryFn = () => {
    asked += 1;
    return asked === 1 ? new Promise<string>(() => {}) : "back";
  };
  new QueryObserver(queries, { queryKey: ["hung"], queryFn }).subscribe(() => {});
  await settle();
  refresh({}, Date.now());
  await settle();
  expect(asked).toBe(1);
  refresh({}, Date.now(), { cancelRefetch: true });
  await settle();
  expect(queries.getQueryData(["hung"])).toBe("back");
});
