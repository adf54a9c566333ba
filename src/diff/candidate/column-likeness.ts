import { conversionOf } from "../../operation/conversion.js";
import type { Column } from "../../schema/column.js";
import { sameType, sameValue } from "../../schema/equality.js";
import { nameKey } from "../../schema/name.js";
import { constraintSpans, indexSpans } from "../../schema/span.js";
import { constraintsOf, type Table } from "../../schema/table.js";
import { weigh, weighed, type Likeness } from "./likeness.js";
import { nameLikeness } from "./name-likeness.js";

/** One column, and the table it stands in. */
export type Placed = { readonly table: Table; readonly column: Column };

/**
 * How much speaks for `to` being `from`: its name above all, for columns of one type that come and go in one place are many.
 * With all else alike and nothing of the name it is worth a question, and no more. A type whose values cannot follow
 * speaks against it, and so does a foreign key to another table.
 */
export function columnLikeness(from: Placed, to: Placed): Likeness {
  const [old, wanted] = [from.column, to.column];
  const [type, name] = [typeDegree(old, wanted), nameLikeness(old.name, wanted.name)];
  const { score, reasons } = weigh([
    { degree: name, weight: 0.6, reason: "similar name" },
    { degree: type, weight: 0.2, reason: "same type" },
    { degree: sameRole(from, to) ? 1 : 0, weight: 0.1, reason: "same constraints and indexes" },
    { degree: samePosition(from, to) ? 1 : 0, weight: 0.05, reason: "same position" },
    { degree: sameNature(old, wanted), weight: 0.05, reason: "same nullability and default" },
  ]);
  // Place and role say little of values that would have to become something else.
  if (type === 0 && name < 0.6) return weighed(score / 2, reasons);
  return leadsElsewhere(from, to) ? weighed(score * 0.75, reasons) : { score, reasons };
}

/** Were the values keys of another table, or none at all, so that they cannot be keys of this one? */
function leadsElsewhere(from: Placed, to: Placed): boolean {
  const [before, now] = [targetsOf(from), targetsOf(to)];
  if (now.length === 0 || sameValue(before, now)) return false;
  return before.length > 0 || !sameType(from.column.type, to.column.type);
}

/** The tables that its values are keys of. */
function targetsOf({ table, column }: Placed): readonly string[] {
  const keys = table.foreignKeys.filter(({ columns }) => columns.includes(column.name));
  return keys.map(({ references }) => nameKey(references)).sort();
}

function typeDegree(from: Column, to: Column): number {
  if (sameType(from.type, to.type)) return 1;
  return { kept: 0.7, narrowed: 0.5, converted: 0 }[conversionOf(from.type, to.type)];
}

function sameNature(from: Column, to: Column): number {
  const same = [
    from.nullable === to.nullable,
    sameValue(from.default, to.default),
    sameValue(from.generated, to.generated),
  ];
  return same.filter(Boolean).length / same.length;
}

function samePosition(from: Placed, to: Placed): boolean {
  return placeOf(from) === placeOf(to);
}

function placeOf({ table, column }: Placed): number {
  return table.columns.findIndex(({ name }) => name === column.name);
}

/** In keys, indexes and checks of the same kinds. */
function sameRole(from: Placed, to: Placed): boolean {
  return sameValue(roleOf(from), roleOf(to));
}

function roleOf({ table, column }: Placed): readonly string[] {
  const constraints = constraintsOf(table).filter((held) => constraintSpans(held, column.name));
  const indexes = table.indexes.filter((index) => indexSpans(index, column.name));
  return [...constraints.map(({ kind }) => kind), ...indexes.map(() => "index")].sort();
}
