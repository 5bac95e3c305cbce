import { readSettings } from "@/server/settings/service";

/** The calendar month of a moment in a time zone, such as "2026-11". */
export function periodAt(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
  }).formatToParts(at);
  const pick = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return `${pick("year").padStart(4, "0")}-${pick("month")}`;
}

/** The month that it is now in the workspace's time zone. */
export async function currentPeriod(): Promise<string> {
  const { timeZone } = await readSettings();
  return periodAt(new Date(), timeZone);
}
