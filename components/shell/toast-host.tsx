"use client";

import { useEffect, useState } from "react";
import { listenToToasts, type ToastMessage } from "@/lib/toast";

type Sonner = typeof import("sonner");

/** Where short messages appear. The code that draws them is fetched with the first one. */
export function ToastHost() {
  const [sonner, setSonner] = useState<Sonner | null>(null);
  const [waiting, setWaiting] = useState<ToastMessage[]>([]);
  useEffect(
    () =>
      listenToToasts((message) => {
        setWaiting((before) => [...before, message]);
        void import("sonner").then(setSonner);
      }),
    [],
  );
  useEffect(() => {
    if (!sonner || waiting.length === 0) return;
    for (const { tone, text, description } of waiting) sonner.toast[tone](text, { description });
    setWaiting([]);
  }, [sonner, waiting]);
  if (!sonner) return null;
  const { Toaster } = sonner;
  return <Toaster position="bottom-right" toastOptions={{ style: look }} />;
}

const look = {
  background: "var(--color-surface)",
  color: "var(--color-ink)",
  border: "1px solid var(--color-line-strong)",
  borderRadius: "6px",
  boxShadow: "var(--shadow-float)",
  fontFamily: "var(--font-sans)",
};
