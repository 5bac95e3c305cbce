"use client";

import { useCallback, useEffect, useRef, useState } from "react";

/** How far below the edge the end may lie before the reader counts as having scrolled away, in pixels. */
const slack = 80;

/**
 * Keeps the end of growing content in view while `isFollowing`, unless the reader has scrolled away from it, be it in
 * the page or in `frame`. `size` is what tells that it grew; put `tail` at its end.
 */
export function useFollowTail(isFollowing: boolean, size: number) {
  const tail = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const isAwayRef = useRef(false);
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    if (!isFollowing) return;
    const look = () => {
      const end = tail.current?.getBoundingClientRect().bottom ?? 0;
      const edge = Math.min(
        window.innerHeight,
        frame.current?.getBoundingClientRect().bottom ?? window.innerHeight,
      );
      isAwayRef.current = end > edge + slack;
      setAway(isAwayRef.current);
    };
    // Scrolling inside an element does not bubble; it is caught on its way down.
    window.addEventListener("scroll", look, { passive: true, capture: true });
    return () => window.removeEventListener("scroll", look, { capture: true });
  }, [isFollowing]);
  useEffect(() => {
    if (isFollowing && size > 0 && !isAwayRef.current) tail.current?.scrollIntoView({ block: "nearest" });
  }, [isFollowing, size]);
  const jump = useCallback(() => {
    isAwayRef.current = false;
    setAway(false);
    tail.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return { tail, frame, isAway, jump };
}
