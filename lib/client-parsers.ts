import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs";
import type { UrlParsers } from "./url-parsers";

/** The browser's copy. */
export const clientParsers: UrlParsers = {
  parseAsString,
  parseAsInteger,
  parseAsBoolean,
  parseAsStringLiteral,
};
