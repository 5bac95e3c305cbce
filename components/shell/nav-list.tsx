"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type Place, placeGroups } from "@/components/shell/nav-places";
import { useAttention } from "@/components/shell/use-attention";
import { cn } from "@/lib/cn";

/** The places of the hub. Folded, words give way to icons between 640 and 1024 px; `onGo` closes a sheet. */
export function NavList({ isFolding, onGo }: { isFolding?: boolean; onGo?: () => void }) {
  const pathname = usePathname();
  const { count, pendingReviews } = useAttention();
  const counts: Record<string, number> = { "/": count, "/reviews": pendingReviews };
  return (
    <ul className="flex flex-col gap-px">
      {placeGroups.map((group) => (
        <li key={group.label ?? "top"}>
          {group.label && (
            <p className={cn("px-2 pt-4 pb-1 text-ink-muted text-label", isFolding && "max-lg:sr-only")}>
              {group.label}
            </p>
          )}
          {group.label && isFolding && (
            <div aria-hidden className="mx-2 mt-3 mb-2 border-line border-t lg:hidden" />
          )}
          <ul className="flex flex-col gap-px">
            {group.places.map((place) => (
              <li key={place.href}>
                <NavItem
                  place={place}
                  isActive={isActivePlace(place.href, pathname)}
                  count={counts[place.href] ?? 0}
                  isFolding={isFolding}
                  onGo={onGo}
                />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

type NavItemProps = {
  place: Place;
  isActive: boolean;
  count: number;
  isFolding?: boolean;
  onGo?: () => void;
};

function NavItem({ place, isActive, count, isFolding, onGo }: NavItemProps) {
  const { icon: Icon, label, href } = place;
  const name = count > 0 ? `${label}, ${count} to look at` : label;
  const content = (
    <>
      {isActive && (
        <span aria-hidden className="absolute inset-y-1.5 left-0 w-[3px] rounded-full bg-marigold" />
      )}
      <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      <span className={cn("flex-1", isFolding && "max-lg:sr-only")}>{label}</span>
      {count > 0 && (
        <span
          aria-hidden
          className={cn(
            "text-label tabular-nums",
            isFolding && "max-lg:absolute max-lg:top-0.5 max-lg:right-1",
          )}
        >
          {count}
        </span>
      )}
    </>
  );
  const shared = {
    href,
    title: isFolding ? name : undefined,
    "aria-label": count > 0 ? name : undefined,
    className: cn(
      "relative flex h-8 items-center gap-2.5 rounded-md px-3 hover:bg-hover hover:text-ink pointer-coarse:h-11",
      isActive ? "bg-selected font-semibold text-ink" : "text-ink-muted",
    ),
  };
  if (place.isOutside) return <a {...shared}>{content}</a>;
  return (
    <Link {...shared} aria-current={isActive ? "page" : undefined} onClick={onGo}>
      {content}
    </Link>
  );
}

function isActivePlace(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
