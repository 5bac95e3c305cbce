import type { ReactNode, Ref } from "react";

type ScrollRegionProps = { label: string; className: string; ref?: Ref<HTMLDivElement>; children: ReactNode };

/** A part with its own scroll bar, reachable by keyboard. `label` names it for readers. */
export function ScrollRegion({ label, className, ref, children }: ScrollRegionProps) {
  // Focusable, so that what overflows can be scrolled without a pointer.
  const group = { role: "group", tabIndex: 0, "aria-label": label };
  return (
    <div {...group} ref={ref} className={className}>
      {children}
    </div>
  );
}
