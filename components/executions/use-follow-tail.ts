"use client";

import { useCallback, useEffect, useRef, useState } from "react";

/**
 * Keeps the end of growing content in view while `isFollowing`, unless the reader has scrolled away from it.
 * `size` is what tells that it grew; put `tail` at its end.
 */
export function useFollowTail(isFollowing: boolean, size: number) {
  const tail = useRef<HTMLDivElement>(null);
  const isAwayRef = useRef(false);
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    if (!isFollowing) return;
    const look = () => {
      const bottom = tail.current?.getBoundingClientRect().bottom ?? 0;
      isAwayRef.current = bottom > window.innerHeight + 80;
      setAway(isAwayRef.current);
    };
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [isFollowing]);
  useEffect(() => {
    if (isFollowing && size > 0 && !isAwayRef.current) tail.current?.scrollIntoView({ block: "nearest" });
  }, [isFollowing, size]);
  const jump = useCallback(() => {
    isAwayRef.current = false;
    tail.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return { tail, isAway, jump };
}
