"use client";

import { type Ref, type RefCallback, useCallback, useEffect, useRef } from "react";
import { flushSync } from "react-dom";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What was typed or chosen in controls that the server drew, before React took them over; null in those it has taken. */
const early = new WeakMap<Control, string | null>();

// This file is read before any control is taken over: of what was typed until then they tell, of the rest the events.
if (typeof document !== "undefined") {
  for (const control of document.querySelectorAll<Control>("input, textarea, select"))
    if (control.value !== readDrawn(control)) note(control);
  document.addEventListener("input", ({ target }) => isControl(target) && note(target), true);
}

/**
 * A ref for a control that keeps what was typed or chosen before the page could answer. React takes such a control over
 * and tells nobody, so that it would go at once or with the next drawing. `ref` is the caller's own.
 */
export function useEarlyInput<Element extends Control>(ref: Ref<Element> | undefined): RefCallback<Element> {
  const control = useRef<Element>(null);
  useEffect(() => {
    const { current } = control;
    const text = current && (early.get(current) ?? null);
    if (current) early.set(current, null);
    // Each for itself: handlers that write into one shared value must see what the one before wrote.
    if (current && text !== null) queueMicrotask(() => flushSync(() => tell(current, text)));
  }, []);
  return useCallback(
    (node: Element | null) => {
      control.current = node;
      if (typeof ref === "function") return ref(node);
      if (ref) ref.current = node;
    },
    [ref],
  );
}

function note(control: Control): void {
  if (early.get(control) !== null) early.set(control, control.value);
}

/** Lets React hear of it, as if it came now. */
function tell(control: Control, text: string): void {
  if (control instanceof HTMLSelectElement) {
    control.value = text;
    control.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  // React compares with the last value that was set through the field itself, and hears nothing when they are equal.
  control.value = control.defaultValue;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")?.set?.call(control, text);
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

/** What the server drew, as far as a control of its kind can hold that: a line takes no line breaks. */
function readDrawn(control: Control): string {
  if (control instanceof HTMLSelectElement) {
    const drawn = [...control.options].find(({ defaultSelected }) => defaultSelected);
    return (drawn ?? control.options[0])?.value ?? "";
  }
  const copy = control.cloneNode() as HTMLInputElement | HTMLTextAreaElement;
  copy.value = control.defaultValue;
  return copy.value;
}

function isControl(target: EventTarget | null): target is Control {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}
