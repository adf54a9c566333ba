/** A moment as a clock on the wall of a time zone shows it; each part padded with zeros. */
export type WallClock = Readonly<
  Record<"year" | "month" | "day" | "hour" | "minute" | "second", string>
> & {
  /** `"Z"`, or the distance from UTC: `"+02:00"`. */
  readonly offset: string;
};

const zoneOptions = (timezone: string): Intl.DateTimeFormatOptions =>
  timezone === "local" ? {} : { timeZone: timezone };

/** `"utc"`, `"local"` (the machine's), or an IANA name the machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", zoneOptions(name));
    return true;
  } catch {
    return false;
  }
}

/** @param timezone as {@link isTimeZone} accepts it. */
export function readClock(moment: Date, timezone: string): WallClock {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...zoneOptions(timezone),
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  const parts = Object.fromEntries(
    format.formatToParts(moment).map(({ type, value }) => [type, value]),
  ) as Record<string, string>;
  const part = (name: string): string => parts[name] ?? "";
  return {
    year: part("year").padStart(4, "0"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
    offset: part("timeZoneName")
      .replace(/^GMT([+-]00:00)?$/, "Z")
      .replace("GMT", ""),
  };
}

/**
 * ISO 8601, to the second: what the header of a revision file says after `Created:`.
 *
 * @example
 * formatTimestamp(new Date(0), "Europe/Berlin"); // "1970-01-01T01:00:00+01:00"
 */
export function formatTimestamp(moment: Date, timezone: string): string {
  const { year, month, day, hour, minute, second, offset } = readClock(moment, timezone);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
}
