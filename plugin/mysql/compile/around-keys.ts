import { AthanorError } from "../../../src/error/athanor-error.js";
import type { AlterColumn } from "../../../src/operation/column-operation.js";
import { lockingOf } from "../../../src/operation/locking.js";
import type { TableChange } from "../../../src/operation/table-change.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import type { ForeignKey } from "../../../src/schema/constraint.js";
import { sameValue } from "../../../src/schema/equality.js";
import { nameText, sameName } from "../../../src/schema/name.js";
import { type Schema, findTable } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { columnTypeText, isCharacter, normalizeType } from "../column-type.js";
import { quoteIdentifier } from "../quote-name.js";
import { constraintClause } from "./constraint-clause.js";
import { stayingIndexes } from "./foreign-key.js";
import { keepingZero } from "./keep-zero.js";
import { stateOrNothing } from "../../sql/state-or-nothing.js";
import { alterText, type Step, type Known } from "./step.js";

type StepsOf = (change: TableChange, known: Known) => readonly Step[];

/** A foreign key, and the table it is of. */
type HeldKey = { readonly table: Table; readonly key: ForeignKey };

/**
 * The steps of a change. The server changes no column that a foreign key rests on, on either side: where that is asked for,
 * the keys are dropped before and made again after.
 *
 * @throws AthanorError `FOREIGN_KEY_TYPES_DIFFER` where they could not be made again.
 */
export async function aroundKeys(
  change: TableChange,
  known: Known,
  context: CompileContext,
  stepsOf: StepsOf,
): Promise<readonly Step[]> {
  if (change.kind === "renameColumn") {
    const isTied = (await keysOn(change.from, known, context)).length > 0;
    return stepsOf(change, { ...known, isTied });
  }
  if (change.kind !== "alterColumn" || !isFelt(change)) return stepsOf(change, known);
  const keys = await alikeKeysOn(change, known, context);
  if (keys.length === 0) return stepsOf(change, known);
  const bare = { ...known, before: withoutKeys(known.before), after: withoutKeys(known.after) };
  const steps = stepsOf(change, bare);
  const back = (held: HeldKey): HeldKey => afterwards(held, known);
  return [
    {
      ...lockingOf(change),
      guards: steps.flatMap(({ guards }) => guards),
      clauses: [],
      touches: steps.flatMap(({ touches }) => touches),
      statements: [
        ...keys.map(dropStatement),
        ...steps.flatMap((step) => statementsOf(change, step)),
        ...keys.map((held) => addStatement(back(held), known)),
      ],
    },
  ];
}

/** Does a foreign key feel the change? Comments and defaults it does not. */
function isFelt({ from, to, using }: AlterColumn): boolean {
  if (using !== undefined || !sameValue(from.generated, to.generated)) return true;
  const what = ({ type, charset, collation }: Column): unknown => [
    normalizeType(type),
    charset,
    collation,
  ];
  return !sameValue(what(from), what(to));
}

async function alikeKeysOn(
  { from, to }: AlterColumn,
  known: Known,
  context: CompileContext,
): Promise<readonly HeldKey[]> {
  const held = await keysOn(from.name, known, context);
  const ends = held.filter(
    ({ table, key }) => table === known.before && !sameName(key.references, known.before),
  );
  const targets = ends.length === 0 ? undefined : await targetsOf(ends, context);
  for (const each of held) requireLike(each, { from, to }, known.last, targets);
  return held;
}

/** The foreign keys that see the column, from either side. */
async function keysOn(
  column: string,
  { before }: Known,
  context: CompileContext,
): Promise<readonly HeldKey[]> {
  const own = before.foreignKeys.filter(
    (key) => key.columns.includes(column) || refersTo(key, before, column),
  );
  const isKey = [
    before.primaryKey?.columns ?? [],
    ...before.indexes.map(({ keys }) => keys.map((key) => key.column)),
  ];
  // Only what begins an index can be referred to.
  const state = isKey.some((columns) => columns.includes(column))
    ? await stateOrNothing(context, {})
    : undefined;
  const others = (state?.tables ?? []).filter((other) => !sameName(other, before));
  const incoming = others.flatMap((other) =>
    other.foreignKeys
      .filter((key) => refersTo(key, before, column))
      .map((key) => ({ table: other, key })),
  );
  return [...own.map((key) => ({ table: before, key })), ...incoming];
}

function targetsOf(keys: readonly HeldKey[], context: CompileContext): Promise<Schema> {
  const tables = keys.map(({ key }) => key.references);
  const schemas = [...new Set(tables.flatMap(({ schema }) => schema ?? []))];
  return stateOrNothing(context, { schemas, tables });
}

function refersTo(
  { references, referencedColumns }: ForeignKey,
  table: Table,
  name: string,
): boolean {
  return sameName(references, table) && referencedColumns.includes(name);
}

// The server makes no foreign key between columns of different types; texts may differ in length.
function requireLike(
  { table, key }: HeldKey,
  { from, to }: Pick<AlterColumn, "from" | "to">,
  last: Table,
  targets: Schema | undefined,
): void {
  const here = table.columns.find(
    ({ name }) => name === pairOf(key, from.name, sameName(table, last)),
  );
  const there = targets === undefined ? undefined : findTable(targets, key.references);
  const at = key.columns.indexOf(from.name);
  const target = there?.columns.find(({ name }) => name === key.referencedColumns[at]);
  const other = sameName(table, last) ? target : here;
  if (other === undefined || alike(other.type, to.type)) return;
  const [wanted, held] = [to, other].map(({ type }) => columnTypeText(normalizeType(type)));
  throw new AthanorError({
    code: "FOREIGN_KEY_TYPES_DIFFER",
    message: `"${from.name}" is to become ${wanted}, but the foreign key "${key.name ?? ""}" of "${nameText(table)}" ties it to a column that is ${held}: both ends must have the same type.`,
    suggestions: [
      `Drop the foreign key with op.dropConstraint("${nameText(table)}", "${key.name ?? ""}"), change both columns, and create it again.`,
    ],
    facts: { foreignKey: key.name, table: nameText(table), column: from.name },
  });
}

/** The column of the referring table that answers to the one referred to. */
function pairOf(key: ForeignKey, name: string, isOwn: boolean): string | undefined {
  return isOwn ? undefined : key.columns[key.referencedColumns.indexOf(name)];
}

function alike(left: ColumnType, right: ColumnType): boolean {
  const [a, b] = [normalizeType(left), normalizeType(right)];
  if (isCharacter(a) && isCharacter(b)) return true;
  const essence = ({ name, precision, scale, unsigned = false }: ColumnType): unknown => [
    name,
    unsigned,
    precision,
    scale,
  ];
  return sameValue(essence(a), essence(b));
}

function withoutKeys(table: Table): Table {
  return { ...table, foreignKeys: [] };
}

function statementsOf(change: AlterColumn, step: Step): readonly Statement[] {
  const alter = [alterText(change.table, step.clauses, step)];
  return step.statements ?? (step.begins === true ? keepingZero(alter) : alter);
}

function dropStatement({ table, key }: HeldKey): Statement {
  return alterText(table, [`DROP FOREIGN KEY ${quoteIdentifier(key.name ?? "")}`]);
}

/** The key as it is when the column may have got another name. */
function afterwards(held: HeldKey, { after }: Known): HeldKey {
  const key = after.foreignKeys.find(({ name }) => name === held.key.name);
  return sameName(held.table, after) && key !== undefined ? { table: after, key } : held;
}

function addStatement({ table, key }: HeldKey, { server }: Known): Statement {
  const stays = stayingIndexes(key.columns, { before: table, last: table, server });
  return alterText(table, [`ADD ${constraintClause(key, table, server)}`, ...stays.clauses]);
}
