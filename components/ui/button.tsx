import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

type Look = { tone?: "primary" | "plain" | "quiet" | "danger"; size?: "default" | "icon" };

/** The act itself. Primary is ink and stands at most once on a page. */
export function Button({
  tone,
  size,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & Look) {
  return <button type={type} className={cn(buttonClass({ tone, size }), className)} {...props} />;
}

/** A link that looks like a button, for acts that are places. */
export function ButtonLink({ tone, size, className, ...props }: ComponentProps<typeof Link> & Look) {
  return <Link className={cn(buttonClass({ tone, size }), className)} {...props} />;
}

const tones = {
  primary: "border-ink bg-ink text-paper hover:opacity-85",
  plain: "border-line-strong bg-surface text-ink hover:bg-hover",
  quiet: "border-transparent text-ink-muted hover:bg-hover hover:text-ink",
  danger: "border-failed bg-failed text-paper hover:opacity-85",
};

/** The classes of a button, for elements that are one by role only. */
export function buttonClass({ tone = "plain", size = "default" }: Look): string {
  return cn(
    "inline-flex h-8 shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-semibold text-table",
    "disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:h-11",
    size === "icon" ? "w-8 pointer-coarse:w-11" : "px-3",
    tones[tone],
  );
}
