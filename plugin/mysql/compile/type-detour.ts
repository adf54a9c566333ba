import type { ColumnType } from "../../../src/schema/column-type.js";
import { isCharacter, isNumber, normalizeType } from "../column-type.js";

type Family = "list" | "bits" | "text" | "number" | "other";

const words: ColumnType = { name: "varchar", length: 255 };
const digits: ColumnType = { name: "decimal", precision: 20, scale: 0 };
const count: ColumnType = { name: "bigint", unsigned: true };

/**
 * The types that a column must have for a moment between two others, because the server converts these otherwise than by
 * what the values say: a value of an enumeration becomes its number, and bits become the character of that number.
 */
export function stepsBetween(from: ColumnType, to: ColumnType): readonly ColumnType[] {
  const { name, unsigned } = normalizeType(to);
  const family = familyOf(from);
  // A text beyond the largest signed number is no integer to MariaDB.
  if (name === "bigint" && unsigned === true && /^(text|other)$/.test(family)) return [digits];
  return detours[familyOf(from)]?.[familyOf(to)] ?? [];
}

const detours: Readonly<Partial<Record<Family, Partial<Record<Family, readonly ColumnType[]>>>>> = {
  list: { number: [words], bits: [words, count], other: [words] },
  number: { list: [words] },
  other: { list: [words] },
  bits: { list: [count, words], text: [count] },
  text: { bits: [digits, count] },
};

function familyOf(type: ColumnType): Family {
  const { name } = normalizeType(type);
  if (name === "enum" || name === "set") return "list";
  if (name === "bit") return "bits";
  if (isCharacter({ name })) return "text";
  return isNumber({ name }) ? "number" : "other";
}
