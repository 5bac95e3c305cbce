"use client";

import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";

type Item = { id: string; name: string; note: ReactNode };
type GivenListProps = {
  title: string;
  /** One of them: "tool". */
  noun: string;
  given: { data: Item[] | undefined; error: unknown; refetch: () => unknown };
  /** All there are to choose from. */
  all: { id: string; name: string }[];
  /** Where they are made. */
  makeHref: string;
  hrefOf: (id: string) => string;
  isPending: boolean;
  onAdd: (id: string) => void;
  onRemove: (id: string) => void;
};

/** What a persona is given of one sort: adds by choosing, takes away by the cross. */
export function GivenList(props: GivenListProps) {
  const { title, noun, given, isPending, hrefOf, onRemove } = props;
  const items = given.data;
  return (
    <Section title={title}>
      {!items && given.error ? (
        <ErrorState what={title} error={given.error} onRetry={() => void given.refetch()} />
      ) : (
        <>
          {!items && <Skeleton className="my-2 h-8 w-full" />}
          <ul>
            {items?.map(({ id, name, note }) => (
              <li key={id} className="flex min-h-9 items-center gap-3 border-line border-b text-table">
                <Link
                  href={hrefOf(id)}
                  prefetch={false}
                  className="min-w-0 truncate font-mono font-semibold text-code hover:underline"
                >
                  {name}
                </Link>
                <span className="ml-auto shrink-0 text-ink-muted">{note}</span>
                <Button
                  tone="quiet"
                  size="icon"
                  aria-label={`Take the ${noun} ${name} away`}
                  disabled={isPending}
                  onClick={() => onRemove(id)}
                >
                  <X aria-hidden className="size-3.5" />
                </Button>
              </li>
            ))}
          </ul>
          {items && <Adder {...props} items={items} />}
        </>
      )}
    </Section>
  );
}

function Adder({ noun, all, items, makeHref, isPending, onAdd }: GivenListProps & { items: Item[] }) {
  const left = all.filter(({ id }) => !items.some((item) => item.id === id));
  if (left.length === 0)
    return (
      <p className="pt-3 text-ink-muted text-table">
        {items.length === 0 ? `It is given no ${noun} yet. ` : `It is given every ${noun} there is. `}
        <Link href={makeHref} className="text-ink underline">
          New {noun}
        </Link>
      </p>
    );
  return (
    <div className="pt-3">
      <Select
        aria-label={`Give a ${noun}`}
        value=""
        disabled={isPending}
        onChange={(event) => event.target.value && onAdd(event.target.value)}
        className="text-table"
      >
        <option value="">Give a {noun}…</option>
        {left.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  );
}
