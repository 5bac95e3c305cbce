import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export type ButtonLook = { tone?: "primary" | "plain" | "quiet" | "danger"; size?: "default" | "icon" };

/** The act itself. Primary is ink and stands at most once on a page. */
export function Button({
  tone,
  size,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & ButtonLook) {
  return <button type={type} className={cn(buttonClass({ tone, size }), className)} {...props} />;
}

const tones = {
  primary: "border-ink bg-ink text-paper hover:opacity-85",
  plain: "border-line-strong bg-surface text-ink hover:bg-hover",
  quiet: "border-transparent text-ink-muted hover:bg-hover hover:text-ink",
  danger: "border-failed bg-failed text-paper hover:opacity-85",
};

/** The classes of a button, for elements that are one by role only. */
export function buttonClass({ tone = "plain", size = "default" }: ButtonLook): string {
  return cn(
    "inline-flex h-8 shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-semibold text-table",
    "disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:h-11",
    size === "icon" ? "w-8 pointer-coarse:w-11" : "px-3",
    tones[tone],
  );
}
