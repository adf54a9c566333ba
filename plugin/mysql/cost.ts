import type { Server } from "../../src/plugin/catalog.js";
import type { Table } from "../../src/schema/table.js";
import { isMariaDb } from "./server.js";
import type { AddColumn, AlterColumn } from "../../src/operation/column-operation.js";
import type { OperationMap } from "../../src/operation/operation.js";
import type { TableChange } from "../../src/operation/table-change.js";
import type { Constraint } from "../../src/schema/constraint.js";
import { mentions } from "../../src/schema/sql-identifier.js";
import type { Column, Generated } from "../../src/schema/column.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import { sameValue } from "../../src/schema/equality.js";
import { without } from "../../src/schema/without.js";
import { normalizeType } from "./column-type.js";

/**
 * What a change comes to for the server, the lightest first. `catalog`: only the catalog changes. `grow`, `shrink`:
 * the same where nothing else comes with it, else all rows are written anew. `light`: others go on, nothing is written anew. `read`: the
 * rows are read, and writers wait. `online`: all rows are written anew, while others go on. `copy`: all rows are written
 * anew, and writers wait.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html, https://mariadb.com/kb/en/innodb-online-ddl-overview/
 */
export type Cost = "catalog" | "grow" | "shrink" | "light" | "read" | "online" | "copy";

/** What changes come to that share one ALTER TABLE. */
export function jointCost(costs: readonly Cost[], table: Table, server: Server | undefined): Cost {
  const has = (...some: readonly Cost[]): boolean => costs.some((each) => some.includes(each));
  const reshapes = has("grow", "shrink");
  const isSearched = table.indexes.some(({ fulltext }) => fulltext === true);
  // MariaDB takes columns in and out at once by a copy only.
  const trades = isMariaDb(server) && has("grow") && has("shrink");
  if (has("copy") || trades || (reshapes && isSearched)) return "copy";
  const isWritten = has("online") || (reshapes && has("light", "read"));
  if (isWritten) return has("read") ? "copy" : "online";
  return has("read") ? "read" : "light";
}

/** What one change comes to, of a table as it stands just before it. */
export function costOf(change: TableChange, table: Table, server: Server | undefined): Cost {
  const cost = costs[change.kind] as Of<TableChange>;
  return cost(change, table, server);
}

type Of<Change> = (change: Change, table: Table, server: Server | undefined) => Cost;

const costs: { readonly [Kind in TableChange["kind"]]: Of<OperationMap[Kind]> } = {
  addColumn: costOfAddition,
  dropColumn: ({ column: { generated } }) =>
    generated?.kind === "expression" && !generated.stored ? "catalog" : "shrink",
  alterColumn: costOfColumn,
  renameColumn: () => "catalog",
  createConstraint: ({ constraint }) => costOfConstraint(constraint),
  dropConstraint: ({ constraint: { kind } }) => (kind === "primaryKey" ? "copy" : "light"),
  renameConstraint: ({ constraint }) =>
    constraint.kind === "primaryKey" ? "catalog" : costOfConstraint(constraint),
  validateConstraint: () => "catalog",
  createIndex: costOfIndex,
  dropIndex: () => "light",
  renameIndex: () => "catalog",
  alterTableComment: () => "catalog",
  alterTableOptions: costOfOptions,
};

function costOfAddition({ column }: AddColumn, table: Table, server: Server | undefined): Cost {
  const { generated, default: value } = column;
  if (generated?.kind === "expression") return generated.stored ? "copy" : "catalog";
  if (generated !== undefined) return "copy";
  if (value?.kind !== "expression" || /^current_timestamp\b/i.test(value.sql)) return "grow";
  // MariaDB works out once what is the same for all rows.
  return isMariaDb(server) && isSteady(value.sql, table) ? "grow" : "copy";
}

function isSteady(sql: string, { columns }: Table): boolean {
  const changes = /\b(uuid\w*|sys_guid|rand|random_bytes|sysdate|nextval|lastval)\b/i;
  return !changes.test(sql) && !columns.some(({ name }) => mentions(sql, name));
}

/** Rows are checked by a copy of the table, since foreign keys are enforced meanwhile. */
function costOfConstraint({ kind }: Constraint): Cost {
  return kind === "primaryKey" ? "online" : "copy";
}

function costOfIndex(
  { index: { fulltext, spatial, keys } }: OperationMap["createIndex"],
  { indexes }: Table,
  server: Server | undefined,
): Cost {
  // The first one adds a hidden column.
  if (fulltext === true) return indexes.some((held) => held.fulltext === true) ? "read" : "copy";
  const computes = !isMariaDb(server) && keys.some(({ column }) => column === undefined);
  return spatial === true || computes ? "read" : "light";
}

function costOfOptions({ from, to }: OperationMap["alterTableOptions"], table: Table): Cost {
  const recoded = from.charset !== to.charset || from.collation !== to.collation;
  const follows = table.columns.some(
    ({ charset, collation, type }) =>
      charset === undefined && collation === undefined && /char|text|enum|set/.test(type.name),
  );
  if (recoded && follows) return "copy";
  return from.engine !== to.engine || from.rowFormat !== to.rowFormat ? "online" : "light";
}

/** What it takes to change a column. */
function costOfColumn(
  { from, to, using, renamed }: AlterColumn,
  table: Table,
  server: Server | undefined,
): Cost {
  if (using !== undefined || renamed !== undefined || from.compressed !== to.compressed)
    return "copy";
  const mariaDb = isMariaDb(server);
  if (!sameValue(from.generated, to.generated))
    return costOfGeneration(from.generated, to.generated, mariaDb);
  const resized = costOfType(from, to, mariaDb);
  if (resized === "copy" || from.charset !== to.charset) return "copy";
  // MariaDB copies where the column was nullable, MySQL goes on beside others.
  if (from.nullable !== to.nullable) return mariaDb && from.nullable ? "copy" : "online";
  if (from.collation === to.collation) return resized;
  const isKeyed = table.indexes.some(({ keys }) => keys.some(({ column }) => column === from.name));
  return isKeyed && !mariaDb ? "copy" : "light";
}

/** That a column counts no longer, and how a virtual one is computed, MariaDB only notes. */
function costOfGeneration(
  from: Generated | undefined,
  to: Generated | undefined,
  mariaDb: boolean,
): Cost {
  const stops = from?.kind === "increment" && to === undefined;
  const virtual = [from, to].every((each) => each?.kind === "expression" && !each.stored);
  return mariaDb && (stops || virtual) ? "catalog" : "copy";
}

function costOfType(from: Column, to: Column, mariaDb: boolean): Cost {
  const [old, fresh] = [from, to].map(({ type }) => without(normalizeType(type), "width"));
  if (old === undefined || fresh === undefined || sameValue(old, fresh)) return "catalog";
  if (old.name !== fresh.name) return "copy";
  if (old.name === "varchar")
    return growsInPlace(from, to) ? (mariaDb ? "catalog" : "light") : "copy";
  return appends(old, fresh) ? "catalog" : "copy";
}

/** How long a text is takes one byte up to 255 bytes, and two beyond: to go from one to the other is to write it anew. */
function growsInPlace(from: Column, to: Column): boolean {
  const [old, fresh] = [from, to].map((column) => Number(column.type.length) * bytesOf(column));
  if (old === undefined || fresh === undefined || old > fresh) return false;
  return old > 255 === fresh > 255;
}

/** Bytes that a character may take. */
function bytesOf({ charset, collation = "" }: Column): number {
  const set = charset ?? collation.split("_")[0] ?? "";
  if (/^(latin|ascii|binary|cp\d|koi8|greek|hebrew|tis620|dec8|hp8|swe7)/.test(set)) return 1;
  return set === "utf8mb3" || set === "utf8" ? 3 : 4;
}

/** Values after those that are there change no row, as long as their number takes no more bytes. */
function appends({ values: old = [] }: ColumnType, { name, values: fresh = [] }: ColumnType) {
  const begins = old.length > 0 && old.every((value, at) => fresh[at] === value);
  const bytes = (count: number): number =>
    name === "set" ? Math.ceil(count / 8) : Number(count > 255);
  return begins && bytes(old.length) === bytes(fresh.length);
}
