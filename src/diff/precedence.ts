import type { ByKind, Operation } from "../operation/operation.js";
import { dispatch } from "../operation/operation.js";
import type { QualifiedName } from "../schema/name.js";
import { nameKey } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { View } from "../schema/view.js";
import { key } from "./precedence-key.js";
import type { CatalogChanges } from "./precedence-use.js";
import * as use from "./precedence-use.js";
import type { Precedence } from "./sort.js";
import type { ViewReads } from "./view-reads.js";
import { viewReads } from "./view-reads.js";

/** What an operation's place depends on beyond itself. */
type Around = CatalogChanges & {
  readonly reads: ViewReads;
};

/** What each operation must come before and after. */
export function precedenceIn(
  operations: readonly Operation[],
  from: Schema,
  to: Schema,
): (operation: Operation) => Precedence {
  const altered = operations.filter((operation) => operation.kind === "alterEnum");
  const around: Around = {
    alteredEnums: new Map(altered.map((operation) => [nameKey(operation.to), operation])),
    sequences: operations.flatMap((operation) =>
      "sequence" in operation ? [operation.sequence] : [],
    ),
    reads: viewReads([from, to]),
  };
  return (operation) => ({ ...nothing, ...dispatch(precedences, operation, around) });
}

const nothing: Precedence = { before: [], changes: [], after: [], frees: [], takes: [] };

const anywhere = (): Partial<Precedence> => nothing;

const precedences: ByKind<[around: Around], Partial<Precedence>> = {
  createSchema: ({ name }) => ({ changes: key.schema(name) }),
  dropSchema: ({ name }) => ({ changes: key.schema(name) }),
  createExtension: ({ extension }) => ({
    changes: [key.extensions],
    after: key.schema(extension.schema),
  }),
  dropExtension: () => ({ changes: [key.extensions] }),
  createTable: ({ table }, around) => ({
    changes: [key.relation(nameKey(table))],
    after: comes(table, use.tableUse(table, around)),
    takes: use.tableNames(table),
  }),
  dropTable: ({ table }, around) => ({
    changes: [key.relation(nameKey(table))],
    before: goes(table, use.tableUse(table, around)),
    frees: use.tableNames(table),
  }),
  renameTable: anywhere,
  alterTableComment: anywhere,
  alterTableOptions: anywhere,
  addColumn: ({ table, column }, around) => ({
    changes: [key.columns(nameKey(table)), key.column(table, column.name)],
    after: comes(table, use.columnUse(table, column, around)),
    takes: [key.columnName(table, column.name)],
  }),
  dropColumn: ({ table, column }, around) => ({
    changes: [key.columns(nameKey(table)), key.column(table, column.name)],
    before: use.columnUse(table, column, around),
    frees: [key.columnName(table, column.name)],
  }),
  alterColumn: (operation, around) => ({
    changes: [
      key.columns(nameKey(operation.table)),
      key.column(operation.table, operation.to.name),
    ],
    ...use.alterationUse(operation, around),
  }),
  renameColumn: anywhere,
  createConstraint: ({ table, constraint }) => ({
    changes: use.isKey(constraint) ? [key.uniqueness(table)] : [],
    after: comes(table, use.constraintUse(table, constraint)),
    takes: use.constraintNames(table, constraint),
  }),
  dropConstraint: ({ table, constraint }) => ({
    changes: use.isKey(constraint) ? [key.uniqueness(table)] : [],
    before: goes(table, use.constraintUse(table, constraint)),
    frees: use.constraintNames(table, constraint),
  }),
  renameConstraint: ({ table, constraint, to }) => ({
    frees: use.givenNames(table, constraint),
    takes: use.givenNames(table, { ...constraint, name: to }),
  }),
  validateConstraint: anywhere,
  createIndex: ({ table, index }) => ({
    changes: index.unique ? [key.uniqueness(table)] : [],
    after: comes(table, use.ownerUse(table)),
    takes: key.name(table.schema, index.name),
  }),
  dropIndex: ({ table, index }) => ({
    changes: index.unique ? [key.uniqueness(table)] : [],
    before: goes(table, use.ownerUse(table)),
    frees: key.name(table.schema, index.name),
  }),
  renameIndex: ({ table, from, to }) => ({
    frees: key.name(table.schema, from),
    takes: key.name(table.schema, to),
  }),
  createEnum: ({ enum: type }) => ({
    changes: [key.enum(type)],
    after: comes(type, []),
    takes: key.name(type.schema, type.name),
  }),
  dropEnum: ({ enum: type }) => ({
    changes: [key.enum(type)],
    before: goes(type, []),
    frees: key.name(type.schema, type.name),
  }),
  alterEnum: ({ to }) => ({ changes: [key.enum(to)] }),
  renameEnum: anywhere,
  alterSequence: anywhere,
  renameSequence: anywhere,
  createSequence: ({ sequence }) => ({
    changes: [key.sequence(sequence)],
    after: comes(sequence, []),
    takes: key.name(sequence.schema, sequence.name),
  }),
  dropSequence: ({ sequence }) => ({
    changes: [key.sequence(sequence)],
    before: goes(sequence, []),
    frees: key.name(sequence.schema, sequence.name),
  }),
  createView: ({ view }, around) => ({
    changes: [key.relation(nameKey(view))],
    after: comes(view, viewUse(view, around)),
    takes: viewNames(view),
  }),
  dropView: ({ view }, around) => ({
    changes: [key.relation(nameKey(view))],
    before: goes(view, viewUse(view, around)),
    frees: viewNames(view),
  }),
  execute: anywhere,
  bulkInsert: anywhere,
  deleteRows: anywhere,
  backfill: anywhere,
  batchAlterTable: anywhere,
};

/** Something new waits for its schema and for all extensions. */
function comes(owner: QualifiedName, after: readonly string[]): readonly string[] {
  return [...after, ...key.schema(owner.schema), key.extensions];
}

/** The schema waits for what goes. */
function goes(owner: QualifiedName, before: readonly string[]): readonly string[] {
  return [...before, ...key.schema(owner.schema)];
}

function viewUse(view: View, { reads }: Around): readonly string[] {
  const read = [...reads(view)];
  return [...read.map(key.relation), ...read.map(key.columns)];
}

function viewNames(view: View): readonly string[] {
  const names = [view.name, ...view.indexes.map((index) => index.name)];
  return names.flatMap((name) => key.name(view.schema, name));
}
