import { sameType } from "../../schema/equality.js";
import type { Table } from "../../schema/table.js";
import { weigh, type Likeness } from "./likeness.js";
import { nameLikeness } from "./name-likeness.js";

/** How much speaks for `to` being `from`: the columns both have, above all. */
export function tableLikeness(from: Table, to: Table): Likeness {
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
