"use client";

import { type Ref, type RefCallback, useCallback, useEffect, useRef } from "react";

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** What was typed into fields that the server drew, before React took them over; null in those it has taken over. */
const early = new WeakMap<TextField, string | null>();

// This file is read before any field is taken over: of what was typed until then the fields tell, of the rest the events.
if (typeof document !== "undefined") {
  for (const field of document.querySelectorAll<TextField>("input, textarea"))
    if (isChanged(field)) note(field);
  document.addEventListener("input", ({ target }) => isTextField(target) && note(target), true);
}

/**
 * A ref for a field of text that keeps what was typed before the page could answer. React takes such a field over and
 * tells nobody of the text, so that it would go at once or with the next drawing. `ref` is the caller's own.
 */
export function useEarlyText<Field extends TextField>(ref: Ref<Field> | undefined): RefCallback<Field> {
  const field = useRef<Field>(null);
  useEffect(() => {
    if (field.current) tell(field.current);
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
  if (early.get(field) !== null) early.set(field, field.value);
}

/** Lets React hear of the text. A field that React made itself has none from before. */
function tell(field: TextField): void {
  const text = early.get(field) ?? null;
  early.set(field, null);
  if (text === null) return;
  // React compares with the last value that was set through the field itself, and hears nothing when they are equal.
  field.value = field.defaultValue;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Whether it holds another text than the server drew, as far as a field of its kind can hold that. */
function isChanged(field: TextField): boolean {
  const drawn = field.cloneNode() as TextField;
  drawn.value = field.defaultValue;
  return field.value !== drawn.value;
}

function isTextField(target: EventTarget | null): target is TextField {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
