import type { ForeignKey } from "../../../src/schema/constraint.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier, quoteList } from "../quote-name.js";
import { isMariaDb } from "../server.js";
import type { Told } from "./step.js";

/**
 * Drops a foreign key and the index that the server has made for it, which would stay behind.
 *
 * The index is part of the key in the model, so whether it is there has to be told: MariaDB takes IF EXISTS; MySQL makes
 * one where no other index begins with the columns, and drops it when such a one arrives.
 */
export function dropForeignKey(
  key: ForeignKey,
  { before: table, first, server }: Told,
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
  const keys = plain.map((index) =>
    index.keys.map(({ column = "", length }) => (length === undefined ? column : "")),
  );
  return [...keys, primaryKey?.columns ?? []].some((held) => startsWith(held, columns));
}

/**
 * Indexes for the foreign keys that rest on nothing any more after a change, and do not when all changes are done: what the
 * server would have made for them.
 */
export function missingSupport(before: Table, after: Table, last: Table): readonly string[] {
  const lacking = last.foreignKeys.filter(
    (key) => isSupported(before, key) && !isSupported(after, key) && !isSupported(last, key),
  );
  return lacking.map(
    ({ name = "", columns }) => `ADD INDEX ${quoteIdentifier(name)} (${quoteList(columns)})`,
  );
}

function startsWith(list: readonly string[], head: readonly string[]): boolean {
  return list.length >= head.length && head.every((name, at) => list[at] === name);
}
