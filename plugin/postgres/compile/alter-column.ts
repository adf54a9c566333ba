import { isDeepStrictEqual } from "node:util";
import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import type { Schema } from "../../../src/schema/schema.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { defaultText } from "../column-default.js";
import { typeText, isText } from "../column-type.js";
import { quoteName } from "../quote-name.js";
import { renameColumn } from "./column.js";
import { collationClause, commentStatement } from "./column-clause.js";
import { beginGeneration, endGeneration } from "./generated.js";
import { needsRebuild, rebuildColumn } from "./rebuild-column.js";
import { aroundColumnChange } from "./around-column.js";
import { stateOrNothing } from "./state.js";
import { usingExpression } from "./using.js";
import { nameText } from "../../../src/schema/name.js";
import { literal } from "../literal.js";

/** Changes a column where it stands, whatever the change; rows are kept. */
export async function alterColumn(
  operation: AlterColumn,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const { table, from, to } = operation;
  const renamed =
    from.name === to.name
      ? []
      : await renameColumn({ kind: "renameColumn", table, from: from.name, to: to.name }, context);
  const here = { ...operation, from: { ...from, name: to.name } };
  const change = await changeStatements(here, context, from.name);
  return [...renamed, ...change];
}

async function changeStatements(
  operation: AlterColumn,
  context: CompileContext,
  oldName: string,
): Promise<readonly Statement[]> {
  const { table, from, to } = operation;
  if (needsRebuild(from, to, context.server?.version)) {
    return rebuildColumn(operation, await stateOrNothing(context, {}));
  }
  const statements = [
    ...arrayGuard(operation),
    ...endGeneration(table, from, to),
    ...alterStatement(operation),
    ...beginGeneration(table, from, to),
    ...(from.comment === to.comment ? [] : [commentStatement(table, to)]),
  ];
  if (!changesStorage(from, to)) return statements;
  const state: Schema = await stateOrNothing(context, { tables: [table] });
  return aroundColumnChange(state, table, oldName, statements);
}

/** Is the type or the collation another one? Views and generated columns then stand in the way. */
function changesStorage(from: Column, to: Column): boolean {
  return !isDeepStrictEqual(from.type, to.type) || from.collation !== to.collation;
}

// One ALTER TABLE, so that the table is rewritten once. The server itself runs drops first, then types, then the rest.
function alterStatement(operation: AlterColumn): readonly Statement[] {
  const { table, from, to } = operation;
  const clauses = [
    ...(changesStorage(from, to) ? typeClauses(operation) : defaultClauses(from, to)),
    ...(from.nullable === to.nullable ? [] : [to.nullable ? "DROP NOT NULL" : "SET NOT NULL"]),
  ];
  const name = quoteIdentifier(to.name);
  const list = clauses.map((clause) => `ALTER COLUMN ${name} ${clause}`).join(", ");
  return clauses.length === 0 ? [] : [{ sql: `ALTER TABLE ${quoteName(table)} ${list}` }];
}

// The old default may have no cast to the new type: it goes first and comes back in the new one's words.
function typeClauses({ from, to, using }: AlterColumn): readonly string[] {
  const isComputed = to.generated?.kind === "expression";
  const expression = using ?? (isComputed ? undefined : usingExpression(from, to));
  const how = expression === undefined ? "" : ` USING ${expression}`;
  const collation =
    to.collation === undefined && from.collation !== undefined
      ? ' COLLATE pg_catalog."default"'
      : collationClause(to);
  return [
    ...(from.default === undefined ? [] : ["DROP DEFAULT"]),
    `TYPE ${typeText(to.type)}${collation}${how}`,
    ...(to.default === undefined ? [] : [`SET DEFAULT ${defaultText(to.default)}`]),
  ];
}

function defaultClauses(from: Column, to: Column): readonly string[] {
  if (isDeepStrictEqual(from.default, to.default)) return [];
  return to.default === undefined ? ["DROP DEFAULT"] : [`SET DEFAULT ${defaultText(to.default)}`];
}

/**
 * An array that becomes a single value keeps its first element only: rows that hold more than that stop the revision,
 * unless their author says what is kept.
 */
function arrayGuard({ table, from, to, using }: AlterColumn): readonly Statement[] {
  const narrows = from.type.array === true && to.type.array !== true;
  const isOwn = using === undefined || using === usingExpression(from, to);
  if (!narrows || !isOwn) return [];
  const name = quoteIdentifier(to.name);
  // The first element of an array of several dimensions, or of one that begins elsewhere, is NULL.
  const isMore = `cardinality(${name}) > 0 AND ${name}::text <> ARRAY[${name}[1]]::text`;
  const sql = `SELECT ${name} FROM ${quoteName(table)} WHERE ${isMore} LIMIT 10`;
  const all = isText(to.type) ? `; ${literal(`${name}::text`)} keeps all` : "";
  const message = `Column "${to.name}" of "${nameText(table)}" becomes a single value, and these rows hold more than one. Say with "using" which is kept${all}.`;
  return [{ sql, guard: { code: "VALUES_WOULD_BE_LOST", message } }];
}
