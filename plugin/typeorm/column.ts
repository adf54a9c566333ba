import { compact } from "../../src/schema/compact.js";
import type { Column, Generated } from "../../src/schema/column.js";
import type { ColumnDefault } from "../../src/schema/column-default.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { nameText } from "../../src/schema/name.js";
import { readColumnDefault, splitDefault } from "./column-default.js";
import { readColumnType } from "./column-type.js";
import type { Family } from "./family.js";
import type { OrmColumn } from "./orm.js";
import type { Reading } from "./reading.js";

export function readColumn(column: OrmColumn, table: QualifiedName, reading: Reading): Column {
  const generated = readGenerated[reading.family](column);
  const isMysql = reading.family === "mysql";
  if (!isMysql) noteCharset(column, table, reading);
  const stated = generated === undefined ? defaultOf(column, reading) : undefined;
  const { held, onUpdate } = isMysql ? splitDefault(stated) : { held: stated };
  return compact({
    name: column.databaseName,
    type: readColumnType(column, table, reading),
    nullable: isNullable[reading.family](column),
    default: held,
    generated,
    collation: column.collation || undefined,
    charset: isMysql ? column.charset || undefined : undefined,
    onUpdate: isMysql ? column.onUpdate || onUpdate : undefined,
    comment: readComment(column.comment, reading),
  });
}

/** Servers keep comments, without null bytes; SQLite keeps none. */
export function readComment(comment: string | undefined, reading: Reading): string | undefined {
  if (reading.family === "sqlite") return undefined;
  return comment?.replaceAll("\0", "") || undefined;
}

/** A primary key column of a server never holds NULL; SQLite allows it where NOT NULL is not written. */
const isNullable: Readonly<Record<Family, (column: OrmColumn) => boolean>> = {
  postgres: (column) => column.isNullable && !column.isPrimary,
  sqlite: (column) => column.isNullable,
  mysql: (column) => column.isNullable && !column.isPrimary,
};

const readGenerated: Readonly<Record<Family, (column: OrmColumn) => Generated | undefined>> = {
  postgres: readPostgresGenerated,
  sqlite: readLooseGenerated,
  mysql: readLooseGenerated,
};

/** PostgreSQL 18 knows virtual columns, TypeORM does not: it writes the expression of stored ones only. */
function readPostgresGenerated(column: OrmColumn): Generated | undefined {
  if (column.isGenerated && column.generationStrategy === "identity") {
    return { kind: "identity", always: column.generatedIdentity === "ALWAYS" };
  }
  if (column.isGenerated && column.generationStrategy !== "uuid") return { kind: "increment" };
  if (column.generatedType !== "STORED" || !column.asExpression) return undefined;
  return { kind: "expression", expression: column.asExpression, stored: true };
}

/** Only AUTOINCREMENT (AUTO_INCREMENT) is the database's own work; uuids are made by the client. */
function readLooseGenerated(column: OrmColumn): Generated | undefined {
  if (column.isGenerated && column.generationStrategy === "increment") return { kind: "increment" };
  if (!column.asExpression) return undefined;
  const stored = column.generatedType === "STORED";
  return { kind: "expression", expression: column.asExpression, stored };
}

function defaultOf(column: OrmColumn, reading: Reading): ColumnDefault | undefined {
  const stated = readColumnDefault(column, reading);
  const { uuidGenerator } = reading.dataSource.driver;
  const generates = column.isGenerated && column.generationStrategy === "uuid";
  if (stated !== undefined || !generates || reading.family !== "postgres") return stated;
  return { kind: "expression", sql: uuidGenerator ?? "uuid_generate_v4()" };
}

function noteCharset(column: OrmColumn, table: QualifiedName, reading: Reading): void {
  if (!column.charset) return;
  reading.note(
    `The character set "${column.charset}" of column "${column.databaseName}" of "${nameText(table)}" is left out: this database has none for columns.`,
  );
}
