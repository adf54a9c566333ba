import type { Reader } from "../text/reader.js";

/** `ON CONFLICT REPLACE`, where it comes next. ABORT is what happens anyway, hence left out. */
export function readConflict(reader: Reader): string | undefined {
  if (!reader.words("ON", "CONFLICT")) return undefined;
  const resolution = reader.name().toUpperCase();
  return resolution === "ABORT" ? undefined : resolution;
}
