"use client";

import { Root, Thumb } from "radix-ui/switch";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** On or off, at once. Give it a label with `aria-label` or a `<label htmlFor>`. */
export function Switch({ className, ...props }: ComponentProps<typeof Root>) {
  return (
    <Root
      className={cn(
        "group inline-flex h-8 w-9 shrink-0 items-center disabled:opacity-45 pointer-coarse:h-11",
        className,
      )}
      {...props}
    >
      <span className="flex h-5 w-9 items-center rounded-full border border-ink-muted bg-sunken p-0.5 group-data-[state=checked]:border-ink group-data-[state=checked]:bg-ink">
        <Thumb className="block size-3.5 rounded-full bg-ink-muted transition-transform duration-120 ease-out data-[state=checked]:translate-x-4 data-[state=checked]:bg-paper" />
      </span>
    </Root>
  );
}
