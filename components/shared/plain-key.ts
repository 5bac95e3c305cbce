/** Whether a key is pressed by itself and meant for the page: not typed into a field, not for a dialog. */
export function isPlainKey(event: KeyboardEvent): boolean {
  const { target } = event;
  const isTyping =
    target instanceof HTMLElement &&
    (target.matches("input:not([type=checkbox]), textarea, select") || target.isContentEditable);
  const isInDialog = target instanceof Element && target.closest("[role=dialog]") !== null;
  return !isTyping && !isInDialog && !event.metaKey && !event.ctrlKey && !event.altKey;
}
