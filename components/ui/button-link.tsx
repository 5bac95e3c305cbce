import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "@/components/ui/button";
import { cn } from "@/lib/cn";

/** A link that looks like a button, for acts that are places. */
export function ButtonLink({ tone, size, className, ...props }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={cn(buttonClass({ tone, size }), className)} {...props} />;
}
