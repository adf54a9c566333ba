import { compact } from "../../src/schema/compact.js";
import type { Column, Generated } from "../../src/schema/column.js";
import type { ColumnDefault } from "../../src/schema/column-default.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { nameText } from "../../src/schema/name.js";
import type { OrmColumns, OrmDefaults } from "../../src/plugin/orm.js";
import { readColumnDefault } from "./column-default.js";
import { readColumnType } from "./column-type.js";
import type { OrmColumn } from "./orm.js";
import type { Reading } from "./reading.js";

export function readColumn(column: OrmColumn, table: QualifiedName, reading: Reading): Column {
  const { orm, capabilities } = reading.dialect;
  const { charsets = false, nullableKeys = false } = orm.columns;
  const generated = readGenerated(column, orm.columns);
  if (!charsets) noteCharset(column, table, reading);
  const stated = generated === undefined ? defaultOf(column, reading) : undefined;
  const { held, onUpdate } = splitDefault(column, stated, orm.defaults);
  return compact({
    name: column.databaseName,
    type: readColumnType(column, table, reading),
    nullable: column.isNullable && (nullableKeys || !column.isPrimary),
    default: held,
    generated,
    collation: column.collation || undefined,
    charset: charsets ? column.charset || undefined : undefined,
    onUpdate,
    comment: capabilities.columnComments ? readComment(column.comment) : undefined,
  });
}

/** Servers keep comments without null bytes. */
export function readComment(comment: string | undefined): string | undefined {
  return comment?.replaceAll("\0", "") || undefined;
}

/** What the database makes itself; of the rest, uuids among them, the client does. */
function readGenerated(
  column: OrmColumn,
  { counters, identities, virtualColumns }: OrmColumns,
): Generated | undefined {
  const strategy = column.isGenerated ? column.generationStrategy : undefined;
  if (identities && strategy === "identity") {
    return { kind: "identity", always: column.generatedIdentity === "ALWAYS" };
  }
  if (strategy !== undefined && counters.includes(strategy)) return { kind: "increment" };
  const stored = column.generatedType === "STORED";
  if (!column.asExpression || !(stored || virtualColumns)) return undefined;
  return { kind: "expression", expression: column.asExpression, stored };
}

function defaultOf(column: OrmColumn, reading: Reading): ColumnDefault | undefined {
  const stated = readColumnDefault(column, reading);
  const { uuid } = reading.dialect.orm.defaults;
  const generates = column.isGenerated && column.generationStrategy === "uuid";
  if (stated !== undefined || !generates || uuid === undefined) return stated;
  return { kind: "expression", sql: reading.dataSource.driver.uuidGenerator ?? uuid };
}

/** A default, and what the column is set to when its row is updated. */
type SplitDefault = { readonly held: ColumnDefault | undefined; readonly onUpdate?: string };

function splitDefault(
  column: OrmColumn,
  held: ColumnDefault | undefined,
  { split }: OrmDefaults,
): SplitDefault {
  if (split === undefined) return { held };
  const parts = held?.kind === "expression" ? split(held.sql) : undefined;
  const onUpdate = column.onUpdate || parts?.onUpdate;
  const first: ColumnDefault | undefined =
    parts?.sql === undefined ? undefined : { kind: "expression", sql: parts.sql };
  return { held: parts === undefined ? held : first, ...compact({ onUpdate }) };
}

function noteCharset(column: OrmColumn, table: QualifiedName, reading: Reading): void {
  if (!column.charset) return;
  reading.note(
    `The character set "${column.charset}" of column "${column.databaseName}" of "${nameText(table)}" is left out: this database has none for columns.`,
  );
}
