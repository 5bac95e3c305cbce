import { readFailure } from "@/lib/failure";

export type ToastMessage = { tone: "success" | "error"; text: string; description?: string };

const listeners = new Set<(message: ToastMessage) => void>();

/** Says a short thing at the edge of the page. Browser only. */
export function showToast(message: ToastMessage): void {
  for (const listener of listeners) listener(message);
}

/** What a mutation does with its failure: says what was not done, and why. Browser only. */
export function toastFailure(text: string): (error: unknown) => void {
  return (error) => showToast({ tone: "error", text, description: readFailure(error).message });
}

/** Hears every message until the returned function is called. */
export function listenToToasts(listener: (message: ToastMessage) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
