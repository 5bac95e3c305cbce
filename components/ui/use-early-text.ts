"use client";

import { type Ref, type RefCallback, useCallback, useEffect, useRef } from "react";

type TextField = HTMLInputElement | HTMLTextAreaElement;

/**
 * A ref for a field of text that keeps what was typed before the page could answer. React takes such a field over as it
 * stands and tells nobody, so that the text would go with the next drawing. `ref` is the caller's own.
 */
export function useEarlyText<Field extends TextField>(ref: Ref<Field> | undefined): RefCallback<Field> {
  const field = useRef<Field>(null);
  useEffect(() => {
    if (field.current) tellEarlyText(field.current);
  }, []);
  return useCallback(
    (node: Field | null) => {
      field.current = node;
      if (typeof ref === "function") return ref(node);
      if (ref) ref.current = node;
    },
    [ref],
  );
}

/** Lets React hear of a text that differs from the one the server drew. Does nothing to a field that is as drawn. */
function tellEarlyText(field: TextField): void {
  const drawn = field.defaultValue;
  const typed = field.value;
  if (typed === drawn.replaceAll("\r\n", "\n")) return;
  // React compares with the last value that was set through the field itself, and hears nothing when they are equal.
  field.value = drawn;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, typed);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
