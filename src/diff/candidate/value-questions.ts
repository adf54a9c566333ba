import { weigh, type Likeness } from "./likeness.js";
import { nameLikeness } from "./name-likeness.js";
import { nameKey, nameOf, type QualifiedName } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import {
  enumerationOf,
  placeText,
  type Enumeration,
  type EnumerationPlace,
} from "../enumeration.js";
import { match, type Pair } from "../match.js";
import { inOrder, worthAsking, type Candidate, type RenameQuestion } from "./question.js";
/** How many rows hold a value that goes; `undefined` where nobody counted. */
export type CountHolders = (place: EnumerationPlace, value: string) => number | undefined;

/**
 * Each new value of an enumeration that stays, with the values that go and that it may be. What rows hold is asked about
 * however little the two are alike: without an answer these rows stop the revision.
 */
export function valueQuestions(
  from: Schema,
  to: Schema,
  holders: CountHolders = () => undefined,
): readonly RenameQuestion[] {
  return inOrder(changedEnumerations(from, to).flatMap((changed) => questionsOf(changed, holders)));
}

/** An enumeration that loses values and gets others, and the columns that take their values from it. */
export type ChangedEnumeration = {
  readonly from: Enumeration;
  readonly to: Enumeration;
  readonly gone: readonly string[];
  readonly come: readonly string[];
  /** By the names that `from` has for them. */
  readonly columns: readonly { readonly table: QualifiedName; readonly column: string }[];
};

export function changedEnumerations(from: Schema, to: Schema): readonly ChangedEnumeration[] {
  const places = new Map<string, ChangedEnumeration>();
  for (const { pair, ...column } of keptEnumerations(from, to)) {
    const key = placeText(pair.from.place);
    const known = places.get(key) ?? { ...pair, ...changesOf(pair), columns: [] };
    places.set(key, { ...known, columns: [...known.columns, column] });
  }
  return [...places.values()].filter(({ gone, come }) => gone.length > 0 && come.length > 0);
}

function changesOf({ from, to }: Pair<Enumeration>) {
  return {
    gone: from.values.filter((value) => !to.values.includes(value)),
    come: to.values.filter((value) => !from.values.includes(value)),
  };
}

function questionsOf(
  { from, to, gone, come }: ChangedEnumeration,
  holders: CountHolders,
): readonly RenameQuestion[] {
  const { place } = from;
  const candidate = (old: string, wanted: string): Candidate => {
    const likeness = valueLikeness(
      { values: from.values, value: old },
      { values: to.values, value: wanted },
    );
    const rows = holders(place, old) ?? 0;
    const held = rows === 0 ? [] : [rows === 1 ? "1 row holds it" : `${String(rows)} rows hold it`];
    return {
      ...likeness,
      reasons: [...likeness.reasons, ...held],
      rename: { kind: "value", of: place, from: old, to: wanted },
    };
  };
  const isHeld = ({ rename }: Candidate): boolean =>
    rename.kind === "value" && (holders(place, rename.from) ?? 0) > 0;
  return come.map((wanted) => ({
    subject: "value",
    within: placeText(place),
    added: wanted,
    candidates: worthAsking(
      gone.map((old) => candidate(old, wanted)),
      isHeld,
    ),
  }));
}

/** What the columns that stay take their values from, before and after. */
function keptEnumerations(from: Schema, to: Schema) {
  const tables = match(from.tables, to.tables, nameKey).kept;
  return tables.flatMap((table) =>
    match(table.from.columns, table.to.columns, ({ name }) => name).kept.flatMap((column) => {
      const before = enumerationOf(from, table.from, column.from);
      const after = enumerationOf(to, table.to, column.to);
      if (before === undefined || after === undefined) return [];
      const pair: Pair<Enumeration> = { from: before, to: after };
      return [{ pair, table: nameOf(table.from), column: column.from.name }];
    }),
  );
}

/** How much speaks for one value of an enumeration being another under a new name. */
function valueLikeness(
  from: { readonly values: readonly string[]; readonly value: string },
  to: { readonly values: readonly string[]; readonly value: string },
): Likeness {
  const samePlace = from.values.indexOf(from.value) === to.values.indexOf(to.value);
  const sameLength = from.values.length === to.values.length;
  return weigh([
    { degree: nameLikeness(from.value, to.value), weight: 0.5, reason: "similar name" },
    { degree: samePlace ? 1 : 0, weight: 0.3, reason: "same position" },
    { degree: sameLength ? 1 : 0, weight: 0.2, reason: "as many values as before" },
  ]);
}
