import { isDeepStrictEqual } from "node:util";
import type { AlterEnum } from "../../../src/operation/catalog-operation.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { defaultText } from "../column-default.js";
import { typeText } from "../column-type.js";
import { truncate } from "../identifier.js";
import { quoteName } from "../quote-name.js";
import { createEnumText } from "./catalog.js";
import { withoutDependents } from "./dependents.js";
import {
  enumDependents,
  enumUsers,
  enumViews,
  relabelDefault,
  relabelDependent,
  relabelView,
  type EnumUser,
} from "./enum-user.js";
import { stateAround } from "./state.js";
import { withoutViews } from "./view.js";
import type { Enum } from "../../../src/schema/enum.js";
import { sameName, type QualifiedName, nameText } from "../../../src/schema/name.js";
import {
  grantSteps,
  takeNote,
  ownerNote,
  restoreNoted,
  restoreOwner,
  type Owned,
} from "./restoration.js";

/**
 * Changes the values of an enum type; rows keep theirs.
 *
 * Values are renamed and added in place. What goes or moves makes the type anew, and every column is moved over to it; so
 * it is too where a value that is only added will be used before the transaction ends, which the server refuses of a value
 * added in place: where the operation says so, and where the type itself is new, so that a whole history can run in one
 * transaction. A removed value that rows still hold stops the revision.
 */
export async function alterEnum(
  operation: AlterEnum,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const renames = renameStatements(operation);
  if (!remakesType(operation, context.earlier ?? [])) {
    return [...renames, ...addValues(operation.to, labelsOf(operation))];
  }
  const state = await stateAround(context, {});
  return [
    ...removalGuard(operation, enumUsers(state, operation.from)),
    ...renames,
    ...remake(operation, state),
  ];
}

/** Is the type made anew, and every column that uses it written anew with it? */
export function remakesType(operation: AlterEnum, earlier: readonly Operation[]): boolean {
  const { from, to, rewrite } = operation;
  const labels = labelsOf(operation);
  if (isDeepStrictEqual(labels, to.values)) return false;
  return rewrite === true || isNewType(from, earlier) || !onlyAdds(labels, to.values);
}

/** The values as they are called once they are renamed. */
function labelsOf({ from, renamed = {} }: AlterEnum): readonly string[] {
  return from.values.map((value) => renamed[value] ?? value);
}

function remake(operation: AlterEnum, state: Schema): readonly Statement[] {
  const { from, to, renamed = {} } = operation;
  const users = enumUsers(state, from);
  const old = { ...from, name: truncate(`athanor_old_${from.name}`) };
  const moves = state.tables.flatMap((table) => moveStatements(table, users, operation));
  const change = [
    { sql: `ALTER TYPE ${quoteName(from)} RENAME TO ${quoteIdentifier(old.name)}` },
    { sql: createEnumText(to) },
    ...moves,
    { sql: `DROP TYPE ${quoteName(old)}` },
  ];
  const dependents = enumDependents(state, from, users);
  const views = enumViews(state, users).map((view) => relabelView(view, renamed));
  const back = dependents.map((dependent) => relabelDependent(dependent, renamed));
  return withoutViews(views, withoutDependents(back, keepingType(from, to, change)));
}

// One ALTER TABLE a table, so that each is rewritten once.
function moveStatements(
  table: Table,
  users: readonly EnumUser[],
  operation: AlterEnum,
): readonly Statement[] {
  const own = users.filter((user) => user.table === table);
  const clauses = own.flatMap(({ column }) => moveClauses(column, operation));
  return own.length === 0 ? [] : [{ sql: `ALTER TABLE ${quoteName(table)} ${clauses.join(", ")}` }];
}

// A default that is no value of the new type cannot come back; the operation that gives the column another one follows.
function moveClauses(column: Column, { to, renamed = {} }: AlterEnum): readonly string[] {
  const name = quoteIdentifier(column.name);
  const type = typeText({ ...column.type, enumName: to });
  const text = column.type.array === true ? "text[]" : "text";
  const value = relabelDefault(column.default, renamed);
  const remains =
    value !== undefined &&
    (value.kind === "expression" ||
      column.type.array === true ||
      to.values.includes(String(value.value)));
  return [
    ...(column.default === undefined ? [] : [`ALTER COLUMN ${name} DROP DEFAULT`]),
    `ALTER COLUMN ${name} TYPE ${type} USING ${name}::${text}::${type}`,
    ...(remains ? [`ALTER COLUMN ${name} SET DEFAULT ${defaultText(value)}`] : []),
  ];
}

// Two steps through names nobody has, so that values may trade places.
function renameStatements({ from, renamed = {} }: AlterEnum): readonly Statement[] {
  const pairs = Object.entries(renamed).filter(([old, fresh]) => old !== fresh);
  const clashes = pairs.some(([, fresh]) => from.values.includes(fresh));
  const rename = (old: string, fresh: string): Statement => ({
    sql: `ALTER TYPE ${quoteName(from)} RENAME VALUE ${quoteString(old)} TO ${quoteString(fresh)}`,
  });
  if (!clashes) return pairs.map(([old, fresh]) => rename(old, fresh));
  const passing = (index: number): string => `athanor_renamed_${index}`;
  return [
    ...pairs.map(([old], index) => rename(old, passing(index))),
    ...pairs.map(([, fresh], index) => rename(passing(index), fresh)),
  ];
}

/** Do the new values hold all the old ones in their old order? */
function onlyAdds(from: readonly string[], to: readonly string[]): boolean {
  const kept = to.filter((value) => from.includes(value));
  return kept.length === from.length && kept.every((value, at) => value === from[at]);
}

/** `ALTER TYPE ... ADD VALUE 'b' AFTER 'a'`, one for each value that is missing, each at its place. */
function addValues(type: Enum, held: readonly string[]): readonly Statement[] {
  return type.values.flatMap((value, at) =>
    held.includes(value)
      ? []
      : [
          {
            sql: `ALTER TYPE ${quoteName(type)} ADD VALUE ${quoteString(value)}${place(type, held, at)}`,
          },
        ],
  );
}

/** Was the type created in this very transaction? */
function isNewType(type: QualifiedName, earlier: readonly Operation[]): boolean {
  let name = type;
  for (const operation of [...earlier].reverse()) {
    if (operation.kind === "renameEnum" && sameName(operation.to, name)) name = operation.from;
    if (operation.kind === "createEnum" && sameName(operation.enum, name)) return true;
  }
  return false;
}

// The value before it is there by now; the very first one goes before the first that was there.
function place({ values }: Enum, held: readonly string[], at: number): string {
  const before = values[at - 1];
  if (before !== undefined) return ` AFTER ${quoteString(before)}`;
  const [first] = held;
  return first === undefined ? "" : ` BEFORE ${quoteString(first)}`;
}

/** Asks for rows that hold a value which goes; there must be none. */
function removalGuard(
  { from, to, renamed = {} }: AlterEnum,
  users: readonly EnumUser[],
): readonly Statement[] {
  const gone = from.values.filter((value) => !to.values.includes(renamed[value] ?? value));
  if (gone.length === 0 || users.length === 0) return [];
  const sql = users.map((user) => countQuery(user, gone)).join(" UNION ALL ");
  const list = gone.map((value) => `"${value}"`).join(", ");
  const message = `Enum "${nameText(from)}" loses ${list}, which these columns still hold. Change the rows first, or name the new value in "renamed".`;
  return [{ sql, guard: { code: "ENUM_VALUE_IN_USE", message } }];
}

function countQuery({ table, column }: EnumUser, gone: readonly string[]): string {
  const label = quoteString(`${nameText(table)}.${column.name}`);
  const name = quoteIdentifier(column.name);
  const values = column.type.array === true ? `unnest(${name})::text` : `${name}::text`;
  const held = `SELECT ${values} AS value FROM ${quoteName(table)}`;
  const list = gone.map(quoteString).join(", ");
  return `SELECT ${label} AS "column", value, count(*) AS rows FROM (${held}) AS held WHERE value IN (${list}) GROUP BY value`;
}

/** Statements in which a type goes and another takes its place: with its owner, privileges and comment. */
function keepingType(
  from: QualifiedName,
  to: QualifiedName,
  statements: readonly Statement[],
): readonly Statement[] {
  const [old, fresh] = [ownedType(from), ownedType(to)];
  const noted = { note: `type ${old.name}` };
  const steps = `
      ${grantSteps({ ...old, back: fresh.name })}
      UNION ALL SELECT 4, NULL, NULL, format('COMMENT ON TYPE %s IS %L', ${quoteString(fresh.name)}, d.description)
        FROM pg_description d WHERE d.objoid = ${quoteString(old.name)}::regtype AND d.classoid = 'pg_type'::regclass`;
  return [
    takeNote(noted, steps, ownerNote(old)),
    ...statements,
    restoreNoted(noted, restoreOwner(fresh)),
  ];
}

function ownedType(type: QualifiedName): Owned {
  return { catalog: "pg_type", prefix: "typ", letter: "T", kind: "TYPE", name: quoteName(type) };
}
