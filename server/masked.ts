/** What stands in a reply where a secret is stored. */
export const masked = "[REDACTED]";
