import { nameKey } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import { enumerationOf, placeText, type Enumeration } from "../enumeration.js";
import { match, type Pair } from "../match.js";
import { inOrder, worthAsking, type Candidate, type RenameQuestion } from "./question.js";
import { valueLikeness } from "./value-likeness.js";

/** Each new value of an enumeration that stays, with the values that go and that it may be. */
export function valueQuestions(from: Schema, to: Schema): readonly RenameQuestion[] {
  const asked = new Set<string>();
  const pairs = keptEnumerations(from, to).filter((pair) => {
    const key = placeText(pair.from.place);
    return !asked.has(key) && asked.add(key);
  });
  return inOrder(pairs.flatMap(questionsOf));
}

function questionsOf({ from, to }: Pair<Enumeration>): readonly RenameQuestion[] {
  const gone = from.values.filter((value) => !to.values.includes(value));
  const come = to.values.filter((value) => !from.values.includes(value));
  const { place } = from;
  const candidate = (old: string, wanted: string): Candidate => ({
    ...valueLikeness({ values: from.values, value: old }, { values: to.values, value: wanted }),
    rename: { kind: "value", of: place, from: old, to: wanted },
  });
  return come.map((wanted) => ({
    subject: "value",
    within: placeText(place),
    added: wanted,
    candidates: worthAsking(gone.map((old) => candidate(old, wanted))),
  }));
}

/** What the columns that stay take their values from, before and after. */
function keptEnumerations(from: Schema, to: Schema): readonly Pair<Enumeration>[] {
  const tables = match(from.tables, to.tables, nameKey).kept;
  return tables.flatMap((table) =>
    match(table.from.columns, table.to.columns, ({ name }) => name).kept.flatMap((column) => {
      const before = enumerationOf(from, table.from, column.from);
      const after = enumerationOf(to, table.to, column.to);
      return before === undefined || after === undefined ? [] : [{ from: before, to: after }];
    }),
  );
}
