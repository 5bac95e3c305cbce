"use client";

import { useEffect } from "react";
import { useAttention } from "@/components/shell/use-attention";

const badge = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="12" fill="none" stroke="#e0a52e" stroke-width="3.5"/><path d="M16 4a12 12 0 0 0 0 24z" fill="#e0a52e"/><circle cx="25" cy="7" r="7" fill="#c8322b"/></svg>',
)}`;

/** Tells the count of what needs a person in the tab: before the title, and as a dot on the icon. */
export function AttentionSignal() {
  const { count } = useAttention();

  useEffect(() => {
    const mark = () => {
      const bare = document.title.replace(/^\(\d+\)\s*/, "");
      // Between two pages there is no title for a moment.
      if (!bare) return;
      const wanted = count > 0 ? `(${count}) ${bare}` : bare;
      if (document.title !== wanted) document.title = wanted;
    };
    mark();
    // Next writes the title of each page it moves to; the count is put back in front of it.
    const observer = new MutationObserver(mark);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"][type="image/svg+xml"]');
    if (!icon || count === 0) return;
    const { href } = icon;
    icon.href = badge;
    return () => {
      icon.href = href;
    };
  }, [count]);
  return null;
}
