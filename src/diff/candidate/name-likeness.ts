import { distance } from "fastest-levenshtein";

/** How alike two names are, from 0 to 1: letters that differ, and words that both have. */
export function nameLikeness(left: string, right: string): number {
  const [one, other] = [wordsOf(left), wordsOf(right)];
  const [a, b] = [one.join(""), other.join("")];
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 0;
  return Math.max(1 - distance(a, b) / longest, sharedWords(one, other));
}

/** Do both say the same words, however they are joined: `fullName`, `full_name`, `FullNames`? */
export function isSameName(left: string, right: string): boolean {
  return wordsOf(left).join("") === wordsOf(right).join("");
}

/** `fullName` in `name`: the shorter name's words are the longer one's too. */
function sharedWords(one: readonly string[], other: readonly string[]): number {
  const [few, many] = one.length < other.length ? [one, other] : [other, one];
  const shared = few.filter((word) => many.includes(word)).length;
  return few.length === 0 ? 0 : (shared / few.length + shared / many.length) / 2;
}

/** Lower case, plurals as singulars. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/u, "") : word));
}
