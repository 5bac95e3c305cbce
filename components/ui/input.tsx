"use client";

import type { ComponentProps } from "react";
import { useEarlyText } from "@/components/ui/use-early-text";
import { cn } from "@/lib/cn";

/** One line of text. */
export function Input({ className, ref, ...props }: ComponentProps<"input">) {
  return <input className={cn("control", className)} {...props} ref={useEarlyText(ref)} />;
}

/** Many lines of text; it grows with what is in it, within the limits its class sets. */
export function Textarea({ className, ref, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={cn("control field-sizing-content h-auto max-h-[70dvh] resize-y py-1.5", className)}
      {...props}
      ref={useEarlyText(ref)}
    />
  );
}

/** The platform's own list of choices: right on every device, and free. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn("control select-chevron appearance-none pr-8", className)} {...props} />;
}
