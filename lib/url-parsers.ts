import type * as nuqs from "nuqs";

/**
 * What reads and writes the URL's state. Pages take it from "nuqs/server" and components from "nuqs": the two are
 * separate copies, and the browser should carry one only.
 */
export type UrlParsers = Pick<
  typeof nuqs,
  "parseAsString" | "parseAsInteger" | "parseAsBoolean" | "parseAsStringLiteral"
>;
