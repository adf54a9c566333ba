import type { Operation, OperationMap } from "../../src/operation/operation.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { LockRoom, LockSlots } from "../../src/plugin/lock.js";
import type { Column } from "../../src/schema/column.js";
import type { Constraint } from "../../src/schema/constraint.js";
import { nameKey, type QualifiedName } from "../../src/schema/name.js";
import { constraintsOf, type Table } from "../../src/schema/table.js";

/** Every relation that a transaction makes, changes or drops takes a slot of the lock table until its end. */
export const lockRoom: LockRoom = { slots, lockedBy };

async function slots(connection: Connection): Promise<LockSlots> {
  const [row = {}] = await connection.query(settings);
  const [each, connections, prepared] = ["each", "connections", "prepared"].map((name) =>
    Number(row[name]),
  ) as [number, number, number];
  const sessions = connections + prepared;
  return {
    count: each * sessions,
    told: `max_locks_per_transaction ${each} * (max_connections ${connections} + max_prepared_transactions ${prepared})`,
    raise: (locks) =>
      `raise max_locks_per_transaction to ${Math.ceil(locks / sessions)} and restart the server`,
  };
}

const settings = `
SELECT current_setting('max_locks_per_transaction') AS each, current_setting('max_connections') AS connections,
  current_setting('max_prepared_transactions') AS prepared`;

function lockedBy(operation: Operation): readonly string[] {
  const found = locksOf[operation.kind] as Locks<Operation> | undefined;
  return found?.(operation) ?? [];
}

type Locks<Change> = (operation: Change) => readonly string[];

const relation = (name: QualifiedName, part = ""): string => nameKey(name) + part;

const ofTable: Locks<{ readonly table: QualifiedName }> = ({ table }) => [relation(table)];
const ofEnds: Locks<{ readonly from: QualifiedName; readonly to: QualifiedName }> = ({
  from,
  to,
}) => [relation(from), relation(to)];

const locksOf: { readonly [Kind in Operation["kind"]]?: Locks<OperationMap[Kind]> } = {
  createTable: ({ table }) => relationsOf(table),
  dropTable: ({ table }) => [...relationsOf(table), ...objectsOf(table)],
  renameTable: ofEnds,
  alterTableComment: ofTable,
  alterTableOptions: ofTable,
  addColumn: ({ table, column }) => [relation(table), ...sequencesOf(table, column)],
  dropColumn: ({ table, column }) => [relation(table), ...sequencesOf(table, column)],
  alterColumn: ofTable,
  renameColumn: ofTable,
  createConstraint: ({ table, constraint }) => [relation(table), ...locksIn(table, constraint)],
  dropConstraint: ({ table, constraint }) => [
    relation(table),
    ...locksIn(table, constraint),
    relation(table, ` constraint ${constraintKey(constraint)}`),
  ],
  renameConstraint: ofTable,
  validateConstraint: ofTable,
  createIndex: ({ table, index }) => [relation(table), relation(table, ` index ${index.name}`)],
  dropIndex: ({ table, index }) => [relation(table), relation(table, ` index ${index.name}`)],
  createSequence: ({ sequence }) => [relation(sequence)],
  dropSequence: ({ sequence }) => [relation(sequence)],
  renameSequence: ofEnds,
  createView: ({ view }) => [relation(view)],
  dropView: ({ view }) => [relation(view), relation(view, " type"), relation(view, " rule")],
  bulkInsert: ofTable,
  deleteRows: ofTable,
  backfill: ofTable,
  batchAlterTable: ({ operations }) => operations.flatMap(lockedBy),
};

/** The table, what stores its long values, its indexes and its sequences. */
function relationsOf(table: Table): readonly string[] {
  const { columns, indexes } = table;
  return [
    relation(table),
    ...(storesApart(columns) ? [relation(table, " toast"), relation(table, " toast index")] : []),
    ...constraintsOf(table).flatMap((constraint) => locksIn(table, constraint)),
    ...indexes.map(({ name }) => relation(table, ` index ${name}`)),
    ...columns.flatMap((column) => sequencesOf(table, column)),
  ];
}

/** What hangs on a table is locked before it is dropped: its types, its constraints, their triggers, its defaults. */
function objectsOf(table: Table): readonly string[] {
  const objects = [
    "row type",
    "array type",
    ...constraintsOf(table).map(constraintKey),
    ...table.foreignKeys.flatMap((key) =>
      ["insert", "update", "on delete", "on update"].map((on) => `${constraintKey(key)} ${on}`),
    ),
    ...table.columns
      .filter((column) => column.default !== undefined || column.generated !== undefined)
      .map(({ name }) => `default ${name}`),
    // A constraint of its own from PostgreSQL 18 on.
    ...table.columns.filter(({ nullable }) => !nullable).map(({ name }) => `not null ${name}`),
  ];
  return objects.map((object) => relation(table, ` ${object}`));
}

function locksIn(table: QualifiedName, constraint: Constraint): readonly string[] {
  switch (constraint.kind) {
    case "check":
      return [];
    case "foreignKey":
      return [relation(constraint.references)];
    default:
      return [relation(table, ` index ${constraintKey(constraint)}`)];
  }
}

function constraintKey(constraint: Constraint): string {
  return constraint.name ?? JSON.stringify(constraint);
}

function sequencesOf(table: QualifiedName, { name, generated }: Column): readonly string[] {
  const counts = generated?.kind === "increment" || generated?.kind === "identity";
  return counts ? [relation(table, ` sequence ${name}`)] : [];
}

/** A row that cannot grow beyond a quarter of a page has no place elsewhere for its long values. */
function storesApart(columns: readonly Column[]): boolean {
  const bytes = columns.map(widthOf);
  return bytes.reduce((total, each) => total + each, 0) > 2000 && bytes.some((each) => each > 16);
}

/** At most, in bytes. */
function widthOf({ type: { name, length, precision, array } }: Column): number {
  if (array === true || unbounded.test(name)) return Infinity;
  if (name === "numeric") return precision === undefined ? Infinity : precision;
  if (name === "varchar" || name === "char")
    return typeof length === "number" ? length * 4 : Infinity;
  return 16;
}

const unbounded =
  /^(?:text|bytea|jsonb?|xml|citext|hstore|ltree|tsvector|tsquery|inet|cidr|.*range|geometry|geography|path|polygon|bit varying|varbit|vector|halfvec|cube)$/;
