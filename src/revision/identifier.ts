import { AthanorError } from "../error/athanor-error.js";

const RESERVED: ReadonlySet<string> = new Set(["base", "head", "heads", "current"]);
const LENGTH = 12;

/**
 * Refuses a name that the grammar of targets could not tell from something else.
 *
 * @throws AthanorError `ILLEGAL_IDENTIFIER`
 */
export function rejectIllegal(
  name: string,
  kind: "revision" | "branch label" | "tag",
  path?: string,
): void {
  const rule = brokenRule(name);
  if (rule === undefined) return;
  const place = path === undefined ? "" : ` in "${path}"`;
  throw new AthanorError({
    code: "ILLEGAL_IDENTIFIER",
    message: `The ${kind} "${name}"${place} ${rule}.`,
    facts: { name, kind, ...(path === undefined ? {} : { path }) },
  });
}

const LEGAL = /^[^@+:\s-]+$/u;

function brokenRule(name: string): string | undefined {
  if (LEGAL.test(name) && !RESERVED.has(name)) return undefined;
  if (name === "") return "is empty: it needs at least one character";
  const illegal = [...new Set(name.match(/[@+:\s-]/gu) ?? [])];
  if (illegal.length > 0)
    return `holds ${illegal.map((character) => `"${character}"`).join(", ")}: the characters @ - + : and white space belong to the grammar of targets`;
  return `is a reserved word: base, head, heads and current are targets of their own`;
}

/**
 * A new revision id: twelve hexadecimal digits.
 *
 * @param random gives a number from 0 up to, not including, 1, as `Math.random` does
 * @example createIdentifier(Math.random) // "4f1d2c3b5a69"
 */
export function createIdentifier(random: () => number): string {
  return Array.from({ length: LENGTH }, () => Math.floor(random() * 16).toString(16)).join("");
}
