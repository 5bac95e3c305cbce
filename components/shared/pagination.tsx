"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format";

type PaginationProps = { page: number; pageSize: number; total: number; onPage: (page: number) => void };

/** Where in a list one is, and the way on. Pages count from 1. Nothing when all fits on one. */
export function Pagination({ page, pageSize, total, onPage }: PaginationProps) {
  if (total <= pageSize && page === 1) return null;
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(page * pageSize, total);
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 py-3 text-ink-muted text-table">
      <span className="tabular-nums">
        {formatCount(Math.min(first, total))}–{formatCount(last)} of {formatCount(total)}
      </span>
      <Button size="icon" aria-label="Previous page" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <Button size="icon" aria-label="Next page" disabled={last >= total} onClick={() => onPage(page + 1)}>
        <ChevronRight aria-hidden className="size-4" />
      </Button>
    </nav>
  );
}
