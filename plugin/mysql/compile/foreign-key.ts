import type { ForeignKey } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier, quoteList } from "../quote-name.js";
import { isMariaDb } from "../server.js";
import { indexClause } from "./index-clause.js";
import type { Step, Known } from "./step.js";

/**
 * Drops a foreign key and the index that the server has made for it, which would stay behind.
 *
 * The index is part of the key in the model, so nothing says whether it is there: MariaDB takes IF EXISTS; MySQL makes
 * one where no other index begins with the columns, and drops it when such a one arrives.
 */
export function dropForeignKey(
  key: ForeignKey,
  { before: table, first, server }: Known,
): readonly string[] {
  const name = quoteIdentifier(key.name ?? "");
  const drop = `DROP FOREIGN KEY ${name}`;
  if (table.indexes.some((index) => index.name === key.name) || isShared(table, key)) return [drop];
  if (server !== undefined && isMariaDb(server)) return [drop, `DROP INDEX IF EXISTS ${name}`];
  // An index that goes in the same ALTER TABLE is still what the key rested on.
  const begun = first.foreignKeys.find((other) => other.name === key.name);
  const isHeld = begun === undefined ? isSupported(table, key) : isSupported(first, begun);
  return isHeld ? [drop] : [drop, `DROP INDEX ${name}`];
}

/** Does another foreign key of the table need the index of this one? */
function isShared(table: Table, key: ForeignKey): boolean {
  return table.foreignKeys.some(
    (other) => other.name !== key.name && startsWith(key.columns, other.columns),
  );
}

/** Is there an index that a foreign key can rest on, beside the one that the server makes for it? */
export function isSupported({ indexes, primaryKey }: Table, { columns }: ForeignKey): boolean {
  const plain = indexes.filter(({ fulltext, spatial }) => fulltext !== true && spatial !== true);
  const keys = plain.map(columnsOf);
  return [...keys, primaryKey?.columns ?? []].some((held) => startsWith(held, columns));
}

/** What else an ALTER TABLE must do when an index or a foreign key comes. */
export type Arrival = Pick<Step, "clauses" | "touches">;

/**
 * The indexes that the server has made for foreign keys which find another now, as clauses that drop them. It drops them by
 * itself only as long as it knows them for its own: after a dump, or where Athanor made them, they would stay.
 */
export function spareSupport({ before, after, first, last, server }: Known): Arrival {
  const isThroughout = ({ name }: ForeignKey): boolean =>
    [first, last].every(({ foreignKeys }) => foreignKeys.some((key) => key.name === name));
  const spared = before.foreignKeys.filter((key) => {
    const isNow = isSupported(after, key) && isSupported(last, key);
    return isThroughout(key) && isNow && !isSupported(before, key) && !isSupported(first, key);
  });
  const exists = isMariaDb(server) ? "IF EXISTS " : "";
  return {
    clauses: spared.map(({ name = "" }) => `DROP INDEX ${exists}${quoteIdentifier(name)}`),
    touches: spared.map(({ name = "" }) => ({ thing: `index ${name}`, how: "drop" })),
  };
}

/**
 * Indexes that the server may have made for foreign keys without a name: they are called by their first column. It drops
 * them as soon as another index, or another foreign key, asks for these columns, so they are made anew along with it.
 */
export function stayingIndexes(
  arriving: readonly string[],
  { before, last, server }: Pick<Known, "before" | "last" | "server">,
): Arrival {
  const stays = before.indexes.filter(
    (index) =>
      isNamedByColumn(index) &&
      last.indexes.some(({ name }) => name === index.name) &&
      startsWith(arriving, columnsOf(index)),
  );
  return {
    clauses: stays.flatMap((index) => [
      `DROP INDEX ${quoteIdentifier(index.name)}`,
      `ADD ${indexClause(index, server)}`,
    ]),
    touches: stays.map(({ name }) => ({ thing: `index ${name}`, how: "change" })),
  };
}

function isNamedByColumn({ name, keys, unique, ...rest }: Index): boolean {
  const isPlain = keys.every((key) => key.column !== undefined && Object.keys(key).length === 1);
  const [first = ""] = keys.map(({ column = "" }) => column.toLowerCase());
  const isItsOwn = name.toLowerCase() === first || /^_\d+$/.test(name.slice(first.length));
  const begins = name.toLowerCase().startsWith(first);
  return isPlain && !unique && Object.keys(rest).length === 0 && begins && isItsOwn;
}

export function columnsOf({ keys }: Index): readonly string[] {
  return keys.map(({ column = "", length }) => (length === undefined ? column : ""));
}

/**
 * Indexes for the foreign keys that rest on nothing any more after a change, and do not when all changes are done: what the
 * server would have made for them.
 */
export function missingSupport({ before, after, last, server }: Known): readonly string[] {
  const lacking = last.foreignKeys.filter(
    (key) => isSupported(before, key) && !isSupported(after, key) && !isSupported(last, key),
  );
  // One may be there that nothing needed, which the model does not show.
  const exists = isMariaDb(server) ? "IF NOT EXISTS " : "";
  return lacking.map(
    ({ name = "", columns }) =>
      `ADD INDEX ${exists}${quoteIdentifier(name)} (${quoteList(columns)})`,
  );
}

function startsWith(list: readonly string[], head: readonly string[]): boolean {
  return list.length >= head.length && head.every((name, at) => list[at] === name);
}
