"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CodeBlock } from "@/components/shared/code-block";
import { ErrorState } from "@/components/shared/error-state";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format";

type PagedTextProps = {
  /** What it is, such as "payload". */
  label: string;
  queryKey: [string, string];
  /** Reads the page that begins at a character. */
  readPage: (offset: number) => Promise<{ text: string; nextOffset: number | null; totalCharacters: number }>;
};

/** A text that is too long for one reply, read on page by page. */
export function PagedText({ label, queryKey, readPage }: PagedTextProps) {
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => readPage(pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextOffset,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (pages.error && !pages.data)
    return <ErrorState what={`The ${label}`} error={pages.error} onRetry={() => void pages.refetch()} />;
  const text = pages.data?.pages.map((page) => page.text).join("") ?? "";
  return (
    <div className="flex flex-col gap-3">
      <CodeBlock wrap label={label} text={text} className="max-h-[70dvh]" />
      {pages.hasNextPage && (
        <div className="flex flex-wrap items-center gap-3 text-ink-muted text-table">
          <span>
            {formatCount(text.length)} of {formatCount(pages.data?.pages[0]?.totalCharacters ?? 0)} characters
          </span>
          <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}
