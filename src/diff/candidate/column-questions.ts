import type { Column } from "../../schema/column.js";
import { nameKey, nameOf, nameText, type QualifiedName } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import type { Table } from "../../schema/table.js";
import { match, type Pair } from "../match.js";
import { columnLikeness } from "./column-likeness.js";
import { remembered } from "./likeness.js";
import { columnMemory, type Memory } from "./memory.js";
import { inOrder, worthAsking, type Candidate, type RenameQuestion } from "./question.js";

/** Each new column of a table that stays, with the columns of it that go and that it may be. */
export function columnQuestions(
  from: Schema,
  to: Schema,
  memory: Memory,
  /** The name that the table had before it was renamed. */
  formerName: (table: QualifiedName) => QualifiedName,
): readonly RenameQuestion[] {
  const { kept } = match(from.tables, to.tables, nameKey);
  return inOrder(kept.flatMap((pair) => questionsOf(pair, memory, formerName(pair.to))));
}

function questionsOf(
  pair: Pair<Table>,
  memory: Memory,
  former: QualifiedName,
): readonly RenameQuestion[] {
  const { added, removed } = match(pair.from.columns, pair.to.columns, ({ name }) => name);
  const table = nameOf(pair.to);
  const candidate = (old: Column, wanted: Column): Candidate => {
    const likeness = columnLikeness(
      { table: pair.from, column: old },
      { table: pair.to, column: wanted },
    );
    const memo = columnMemory(
      memory,
      { table: former, column: old.name },
      { table, column: wanted.name },
    );
    return {
      ...remembered(likeness, memo),
      rename: { kind: "column", table, from: old.name, to: wanted.name },
    };
  };
  return added.map((wanted) => ({
    subject: "column",
    within: nameText(table),
    added: wanted.name,
    candidates: worthAsking(removed.map((old) => candidate(old, wanted))),
  }));
}
