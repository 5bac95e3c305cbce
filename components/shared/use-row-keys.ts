"use client";

import { type RefObject, useEffect, useRef } from "react";
import { isPlainKey } from "@/components/shared/plain-key";

/**
 * Makes the rows of a table body act as wholes: a click anywhere on one follows its link, j and k move the focus
 * between them from anywhere that is not a field, and other plain keys on a focused row are handed on with its index,
 * once however long they are held down.
 */
export function useRowKeys(
  body: RefObject<HTMLTableSectionElement | null>,
  onKey: (key: string, index: number) => void,
) {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const listLinks = () => [...(body.current?.querySelectorAll<HTMLElement>("a[data-row]") ?? [])];
    const onKeyDown = (event: KeyboardEvent) => {
      const links = listLinks();
      if (links.length === 0 || event.defaultPrevented || !isPlainKey(event)) return;
      const row = event.target instanceof Element ? event.target.closest("tr") : null;
      const index = row ? links.findIndex((link) => row.contains(link)) : -1;
      if (event.key === "j" || event.key === "k") links[event.key === "j" ? index + 1 : index - 1]?.focus();
      else if (index >= 0 && !event.repeat) latest.current(event.key, index);
    };
    const onClick = (event: MouseEvent) => {
      const { target } = event;
      if (!(target instanceof Element) || !body.current?.contains(target)) return;
      if (target.closest("a, button, input, select, label") || window.getSelection()?.toString()) return;
      const link = target.closest("tr")?.querySelector("a[data-row]");
      const { ctrlKey, metaKey, shiftKey } = event;
      link?.dispatchEvent(
        new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
      );
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("click", onClick);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("click", onClick);
    };
  }, [body]);
}
