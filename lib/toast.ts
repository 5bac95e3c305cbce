export type ToastMessage = { tone: "success" | "error"; text: string; description?: string };

const listeners = new Set<(message: ToastMessage) => void>();

/** Says a short thing at the edge of the page. Browser only. */
export function showToast(message: ToastMessage): void {
  for (const listener of listeners) listener(message);
}

/** Hears every message until the returned function is called. */
export function listenToToasts(listener: (message: ToastMessage) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
