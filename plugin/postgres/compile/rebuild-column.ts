import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type { Schema } from "../../../src/schema/schema.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { defaultText } from "../column-default.js";
import { typeText } from "../column-type.js";
import { truncate } from "../identifier.js";
import { quoteName } from "../quote-name.js";
import { aroundColumnDrop } from "./around-column.js";
import { collationClause, columnClause, commentStatement } from "./column-clause.js";
import { beginGeneration } from "./generated.js";
import { keepingColumns } from "./restoration.js";

/**
 * Can the column only be had by making it anew? So it is where a plain column becomes a computed one, a stored one a
 * virtual one, a virtual one a plain one, and, before PostgreSQL 17, where the expression changes.
 */
export function needsRebuild(from: Column, to: Column, version: number | undefined): boolean {
  const [old, wanted] = [from.generated, to.generated];
  if (wanted?.kind !== "expression") return old?.kind === "expression" && !old.stored;
  if (old?.kind !== "expression" || old.stored !== wanted.stored) return true;
  return old.expression !== wanted.expression && (version ?? 0) < 170_000;
}

/**
 * Adds the column anew under another name, copies the values where the new one takes values, drops the old and takes its
 * name. Indexes, constraints and views that hang on the column are made again; its place among the columns is lost.
 */
export function rebuildColumn(
  { table, to, using }: AlterColumn,
  state: Schema,
): readonly Statement[] {
  const name = quoteIdentifier(to.name);
  const fresh = truncate(`athanor_new_${to.name}`);
  const isComputed = to.generated?.kind === "expression";
  const alter = `ALTER TABLE ${quoteName(table)}`;
  // Unlike an UPDATE, it fires no trigger.
  const copy = `${alter} ALTER COLUMN ${quoteIdentifier(fresh)} TYPE ${typeText(to.type)}${collationClause(to)} USING (${using ?? name})`;
  const added = isComputed
    ? compact({ ...to, name: fresh, comment: undefined })
    : bareColumn(to, fresh);
  const statements = [
    { sql: `${alter} ADD COLUMN ${columnClause(table, added).text}` },
    ...(isComputed ? [] : [{ sql: copy }]),
    { sql: `${alter} DROP COLUMN ${name}` },
    { sql: `${alter} RENAME COLUMN ${quoteIdentifier(fresh)} TO ${name}` },
    ...(isComputed ? [] : completeStatements(alter, to)),
    ...(isComputed ? [] : beginGeneration(table, bareColumn(to, to.name), to)),
    ...(to.comment === undefined ? [] : [commentStatement(table, to)]),
  ];
  return aroundColumnDrop(state, table, to.name, keepingColumns(table, [to.name], statements));
}

/** The column as it can be added to a table with rows: what it requires of its values comes after they are there. */
function bareColumn(column: Column, name: string): Column {
  return compact({ name, type: column.type, nullable: true, collation: column.collation });
}

function completeStatements(alter: string, to: Column): readonly Statement[] {
  const column = `${alter} ALTER COLUMN ${quoteIdentifier(to.name)}`;
  return [
    ...(to.default === undefined
      ? []
      : [{ sql: `${column} SET DEFAULT ${defaultText(to.default)}` }]),
    ...(to.nullable ? [] : [{ sql: `${column} SET NOT NULL` }]),
  ];
}
