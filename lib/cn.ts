/** Joins class names, leaving out what is falsy. Later classes do not override earlier ones: keep them disjoint. */
export function cn(...classes: (string | false | null | undefined)[]): string {
  return classes.filter(Boolean).join(" ");
}
