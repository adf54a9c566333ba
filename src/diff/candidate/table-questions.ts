import { sameType } from "../../schema/equality.js";
import type { Table } from "../../schema/table.js";
import { weigh, type Likeness, remembered } from "./likeness.js";
import { nameLikeness } from "./name-likeness.js";
import { nameKey, nameOf, nameText } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import { match } from "../match.js";
import { tableMemory, type Memory } from "./memory.js";
import { inOrder, worthAsking, type Candidate, type RenameQuestion } from "./question.js";

/** Each new table, with the tables that no entity has and that it may be. */
export function tableQuestions(
  from: Schema,
  to: Schema,
  memory: Memory,
): readonly RenameQuestion[] {
  const { added, removed } = match(from.tables, to.tables, nameKey);
  return inOrder(
    added.map((wanted) => {
      const candidates = removed.map((old): Candidate => {
        const likeness = tableLikeness(old, wanted);
        return {
          ...remembered(likeness, tableMemory(memory, old, wanted)),
          rename: { kind: "table", from: nameOf(old), to: nameOf(wanted) },
        };
      });
      return {
        subject: "table",
        added: nameText(wanted),
        candidates: worthAsking(candidates),
      };
    }),
  );
}

/** How much speaks for `to` being `from`: the columns both have, above all. */
function tableLikeness(from: Table, to: Table): Likeness {
  const share = commonColumns(from, to);
  const reason = `${String(share.count)} of ${String(share.all)} columns in common`;
  return weigh([
    { degree: share.degree, weight: 0.6, reason },
    { degree: nameLikeness(from.name, to.name), weight: 0.25, reason: "similar name" },
    { degree: sameKeys(from, to) ? 1 : 0, weight: 0.15, reason: "same references" },
  ]);
}

/** A column of the same name and type counts whole, one of the same name half, one of the same type and place a third. */
function commonColumns(from: Table, to: Table) {
  const all = Math.max(from.columns.length, to.columns.length, 1);
  const degrees = to.columns.map((column, at): number => {
    const named = from.columns.find(({ name }) => name === column.name);
    if (named !== undefined) return sameType(named.type, column.type) ? 1 : 0.5;
    const placed = from.columns[at];
    return placed !== undefined && sameType(placed.type, column.type) ? 1 / 3 : 0;
  });
  const count = degrees.filter((degree) => degree >= 0.5).length;
  return { all, count, degree: degrees.reduce((sum, degree) => sum + degree, 0) / all };
}

function sameKeys(from: Table, to: Table): boolean {
  const targets = ({ foreignKeys }: Table): string =>
    foreignKeys
      .map(({ references }) => references.name)
      .sort()
      .join();
  return targets(from) === targets(to);
}
