import type { ReactNode } from "react";

type ScrollRegionProps = { label: string; className: string; children: ReactNode };

/** A part with its own scroll bar, reachable by keyboard. `label` names it for readers. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  // Focusable, so that what overflows can be scrolled without a pointer.
  const region = { role: "region", tabIndex: 0, "aria-label": label };
  return (
    <div {...region} className={className}>
      {children}
    </div>
  );
}
