import type { AddColumn } from "../../src/operation/column-operation.js";
import type { OperationMap } from "../../src/operation/operation.js";
import type { TableChange } from "../../src/operation/table-change.js";
import type { Server } from "../../src/plugin/catalog.js";
import type { Constraint } from "../../src/schema/constraint.js";
import { mentions } from "../../src/schema/sql-identifier.js";
import type { Table } from "../../src/schema/table.js";
import type { Burden } from "./burden.js";
import { burdenOfColumn } from "./column-burden.js";
import { isMariaDb } from "./server.js";

/** What one change comes to, of a table as it stands just before it. */
export function burdenOf(change: TableChange, table: Table, server: Server | undefined): Burden {
  const burden = burdens[change.kind] as Of<TableChange>;
  return burden(change, table, server);
}

type Of<Change> = (change: Change, table: Table, server: Server | undefined) => Burden;

const burdens: { readonly [Kind in TableChange["kind"]]: Of<OperationMap[Kind]> } = {
  addColumn: burdenOfAddition,
  dropColumn: ({ column: { generated } }) =>
    generated?.kind === "expression" && !generated.stored ? "catalog" : "shrink",
  alterColumn: burdenOfColumn,
  renameColumn: () => "catalog",
  createConstraint: ({ constraint }) => burdenOfConstraint(constraint),
  dropConstraint: ({ constraint: { kind } }) => (kind === "primaryKey" ? "copy" : "light"),
  renameConstraint: ({ constraint }) =>
    constraint.kind === "primaryKey" ? "catalog" : burdenOfConstraint(constraint),
  validateConstraint: () => "catalog",
  createIndex: burdenOfIndex,
  dropIndex: () => "light",
  renameIndex: () => "catalog",
  alterTableComment: () => "catalog",
  alterTableOptions: burdenOfOptions,
};

function burdenOfAddition({ column }: AddColumn, table: Table, server: Server | undefined): Burden {
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
function burdenOfConstraint({ kind }: Constraint): Burden {
  return kind === "primaryKey" ? "online" : "copy";
}

function burdenOfIndex(
  { index: { fulltext, spatial, keys } }: OperationMap["createIndex"],
  { indexes }: Table,
  server: Server | undefined,
): Burden {
  // The first one adds a hidden column.
  if (fulltext === true) return indexes.some((held) => held.fulltext === true) ? "read" : "copy";
  const computes = !isMariaDb(server) && keys.some(({ column }) => column === undefined);
  return spatial === true || computes ? "read" : "light";
}

function burdenOfOptions({ from, to }: OperationMap["alterTableOptions"], table: Table): Burden {
  const recoded = from.charset !== to.charset || from.collation !== to.collation;
  const follows = table.columns.some(
    ({ charset, collation, type }) =>
      charset === undefined && collation === undefined && /char|text|enum|set/.test(type.name),
  );
  if (recoded && follows) return "copy";
  return from.engine !== to.engine || from.rowFormat !== to.rowFormat ? "online" : "light";
}
