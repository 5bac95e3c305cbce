/**
 * Text that came from a model, fit to be stored: no NUL, no half characters, and cut where it is longer than `most`
 * characters, with a mark that says so.
 */
export function boundText(text: string, most: number): string {
  const clean = text.replaceAll("\u0000", "").toWellFormed();
  return clean.length > most ? `${clean.slice(0, most - 1).toWellFormed()}…` : clean;
}
