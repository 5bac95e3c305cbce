"use client";

import { type Ref, type RefCallback, useCallback, useLayoutEffect, useRef } from "react";
import { flushSync } from "react-dom";

type TextField = HTMLInputElement | HTMLTextAreaElement;
/** The text, and from where to where it is marked; a field of a number or a date tells of no place. */
type Typed = { text: string; start: number | null; end: number | null };

/** What was typed into fields that the server drew, before React took them over; null in those it has taken over. */
const early = new WeakMap<TextField, Typed | null>();

// This file is read before any field is taken over: of what was typed until then the fields tell, of the rest the events.
// Where the browser brought an earlier visit back, fields may hold what was typed then, and not always into them.
if (typeof document !== "undefined") {
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (visit?.type === "navigate")
    for (const field of document.querySelectorAll<TextField>("input, textarea"))
      if (field.value !== readDrawn(field)) note(field);
  // Before React, which listens at the document and takes a field over while it hears of the text.
  window.addEventListener("input", ({ target }) => isTextField(target) && note(target), true);
  // The caret that is moved after; not where React has put the drawn text back.
  document.addEventListener("selectionchange", () => {
    const field = document.activeElement;
    if (isTextField(field) && early.get(field)?.text === field.value) note(field);
  });
}

/**
 * A ref for a field of text that keeps what was typed before the page could answer. React takes such a field over and
 * tells nobody of the text, so that it would go at once or with the next drawing. `ref` is the caller's own.
 */
export function useEarlyText<Field extends TextField>(ref: Ref<Field> | undefined): RefCallback<Field> {
  const field = useRef<Field>(null);
  // Before anything else can be typed. What hears of it may still have effects to come: it is told right after.
  useLayoutEffect(() => {
    const { current } = field;
    const typed = current && (early.get(current) ?? null);
    if (current) early.set(current, null);
    // Each for itself: handlers that write into one shared value must see what the one before wrote.
    if (current && typed) queueMicrotask(() => tell(current, typed));
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

function note(field: TextField): void {
  const { value: text, selectionStart: start, selectionEnd: end } = field;
  if (early.get(field) !== null) early.set(field, { text, start, end });
}

/** Lets React hear of the text as if it came now. The caret stays where it is. */
function tell(field: TextField, { text, start, end }: Typed): void {
  // React compares with the last value that was set through the field itself, and hears nothing when they are equal.
  field.value = field.defaultValue;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, text);
  flushSync(() => field.dispatchEvent(new Event("input", { bubbles: true })));
  if (start !== null && document.activeElement === field) field.setSelectionRange(start, end);
}

/** What the server drew, as far as a field of its kind can hold that: one of a line takes no line breaks. */
function readDrawn(field: TextField): string {
  const copy = field.cloneNode() as TextField;
  copy.value = field.defaultValue;
  return copy.value;
}

function isTextField(target: EventTarget | null): target is TextField {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
