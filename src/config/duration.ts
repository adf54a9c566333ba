const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

const pattern = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/;

/** Milliseconds of `"500ms"`, `"60s"`, `"5m"`, `"1h"` or of a number of milliseconds; none when it is neither. */
export function parseDuration(text: string | number): number | undefined {
  if (typeof text === "number") return Number.isFinite(text) && text >= 0 ? text : undefined;
  const [, amount, unit] = pattern.exec(text.trim()) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  return Number(amount) * units[unit as keyof typeof units];
}
