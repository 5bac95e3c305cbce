"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "nuqs";
import { useEffect, useState } from "react";
import { describeReviewFilters, describeReviewTab, toReviewQuery } from "@/components/reviews/filters";
import { ReviewFilterBar } from "@/components/reviews/review-filter-bar";
import { ReviewPane } from "@/components/reviews/review-pane";
import { ReviewRow } from "@/components/reviews/review-row";
import { ReviewTabs } from "@/components/reviews/review-tabs";
import { hasRoom, useInbox } from "@/components/reviews/use-inbox";
import { BulkBar } from "@/components/shared/bulk-bar";
import { EmptyState, NoResults } from "@/components/shared/empty-state";
import { ErrorState } from "@/components/shared/error-state";
import { pageSize } from "@/components/shared/list-query";
import { PanelSkeleton } from "@/components/shared/list-skeleton";
import { PageHeader } from "@/components/shared/page-header";
import { Pagination } from "@/components/shared/pagination";
import { useListFilters } from "@/components/shared/use-list-filters";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const BulkDialog = dynamic(
  () => import("@/components/reviews/bulk-dialog").then((module) => module.BulkDialog),
  { ssr: false },
);

const urlState = describeReviewFilters(clientParsers);
const tabState = describeReviewTab(clientParsers);

/** What waits for a person and what was answered: the list, and beside it one review whole. */
export function ReviewsInbox() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useListFilters(useQueryStates(urlState));
  const [{ tab }, setTab] = useQueryStates(tabState);
  const query = useQuery({
    ...trpc.reviews.list.queryOptions(toReviewQuery(tab, list.filters)),
    placeholderData: keepPreviousData,
  });
  const [bulk, setBulk] = useState<"approve" | "reject" | null>(null);
  const rows = query.data?.items ?? [];
  const { items, openId, nextId, openOne, leave, mayAnswer, selection, marked } = useInbox({
    rows,
    scope: JSON.stringify([tab, list.filters]),
    isStale: query.isPlaceholderData,
    onBulk: setBulk,
  });
  useEffect(() => {
    if (nextId) void queries.prefetchQuery(trpc.reviews.get.queryOptions({ id: nextId }));
  }, [nextId, queries, trpc]);
  const total = query.data?.total ?? 0;
  // All of this page were answered just now, and there are further pages.
  const isMore = rows.length > 0 && total > rows.length;
  const nothing = isMore ? (
    <PanelSkeleton />
  ) : list.isFiltered ? (
    <NoResults noun="reviews" onClear={list.clear} />
  ) : (
    <Nothing tab={tab} />
  );
  const pages = (
    <Pagination page={list.filters.page} pageSize={pageSize} total={total} onPage={list.onPage} />
  );
  return (
    <>
      <PageHeader title="Reviews" />
      <ReviewTabs
        tab={tab}
        onTab={(to) => {
          selection.clear();
          openOne(null);
          list.onPage(1);
          void setTab({ tab: to });
        }}
      />
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} className="pt-4">
        <ReviewFilterBar list={list} />
        {!query.data && query.error && (
          <ErrorState what="Reviews" error={query.error} onRetry={() => void query.refetch()} />
        )}
        {!query.data && !query.error && <PanelSkeleton />}
        {query.data && !openId && (
          <>
            {nothing}
            {pages}
          </>
        )}
        {query.data && openId && (
          <div className="lg:grid lg:grid-cols-[minmax(16rem,22rem)_minmax(0,1fr)] lg:gap-6">
            <div className="min-w-0">
              {items.length === 0 ? (
                nothing
              ) : (
                <ul
                  aria-label="Reviews"
                  aria-busy={query.isPlaceholderData || undefined}
                  className={query.isPlaceholderData ? "opacity-60" : undefined}
                >
                  {items.map((review) => (
                    <ReviewRow
                      key={review.id}
                      review={review}
                      isOpen={review.id === openId}
                      isMarked={selection.ids.has(review.id)}
                      onMark={() => selection.toggle(review.id)}
                      onOpen={() => {
                        if (!hasRoom()) return false;
                        openOne(review.id);
                        return true;
                      }}
                    />
                  ))}
                </ul>
              )}
              {pages}
              <BulkBar noun="reviews" count={marked.length} onClear={selection.clear}>
                <Button onClick={() => setBulk("approve")}>Approve {marked.length}</Button>
                <Button onClick={() => setBulk("reject")}>Reject {marked.length}</Button>
              </BulkBar>
            </div>
            <aside
              aria-label="Review"
              className="sticky top-0 max-h-[calc(100dvh-9.75rem)] self-start overflow-x-hidden overflow-y-auto border-line border-l pb-3 pl-6 max-lg:hidden"
            >
              <ReviewPane
                key={openId}
                reviewId={openId}
                hasKeys={selection.ids.size === 0}
                mayAnswer={mayAnswer}
                onAnswered={() => leave([openId])}
              />
            </aside>
          </div>
        )}
      </div>
      {bulk && (
        <BulkDialog
          decision={bulk}
          reviews={marked}
          onClose={() => setBulk(null)}
          onDone={(answered) => {
            setBulk(null);
            selection.clear();
            leave(answered);
          }}
        />
      )}
    </>
  );
}

function Nothing({ tab }: { tab: "pending" | "answered" }) {
  if (tab === "answered")
    return (
      <EmptyState icon={ListChecks} title="Nothing has been answered yet">
        Every answer stands here, with who gave it and why.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={ListChecks}
      title="Nothing waits for you"
      action={<ButtonLink href="/personas">Go to personas</ButtonLink>}
    >
      When a persona wants to use a tool that it has to ask for, or asks you to decide, it waits here.
    </EmptyState>
  );
}
