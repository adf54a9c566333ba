import { key, type Footprint, type Keys } from "./footprint-key.js";
import * as of from "./footprint-part.js";
import { dispatch, type ByKind } from "./operation.js";
import { isPluginOperation, type AnyOperation } from "./plugin-operation.js";

/** What the operation has to do with what. The footprint of a batch is that of its operations together. */
export function footprintOf(operation: AnyOperation): Footprint {
  const found = known.get(operation);
  if (found !== undefined) return found;
  const own = isPluginOperation(operation) ? anything : dispatch(table, operation);
  const footprint = { ...nothing, ...own };
  known.set(operation, footprint);
  return footprint;
}

const known = new WeakMap<AnyOperation, Footprint>();

const nothing: Footprint = {
  everything: false,
  reads: [],
  releases: [],
  makes: [],
  changes: [],
  drops: [],
  shares: [],
  frees: [],
  takes: [],
  rows: { reads: [], writes: [] },
};

const anything: Partial<Footprint> = { everything: true };

const table: ByKind<[], Partial<Footprint>> = {
  createSchema: ({ name }) => ({ makes: key.schema(name) }),
  dropSchema: ({ name }) => ({ drops: key.schema(name) }),
  createExtension: ({ extension }) => ({
    makes: [key.extensions],
    reads: key.schema(extension.schema),
  }),
  dropExtension: () => ({ drops: [key.extensions] }),
  createTable: ({ table: made }) => ({
    makes: [key.relation(made), key.columns(made)],
    shares: [key.named(made.name)],
    reads: of.comes(made, of.tableUse(made)),
    takes: of.tableNames(made),
  }),
  dropTable: ({ table: gone }) => ({
    drops: [key.relation(gone), key.columns(gone)],
    shares: [key.named(gone.name)],
    releases: of.goes(gone, of.tableUse(gone)),
    frees: of.tableNames(gone),
    rows: { reads: [], writes: [key.rows(gone)] },
  }),
  renameTable: ({ from, to }) => ({
    changes: [key.relation(from), key.relation(to)],
    shares: [from, to].flatMap(of.columnWholes),
    frees: key.name(from.schema, from.name),
    takes: key.name(to.schema, to.name),
  }),
  alterTableComment: ({ table: owner }) => ({
    changes: [key.comment(owner)],
    ...of.kept([key.relation(owner)]),
  }),
  // What is said of a table, its columns may follow.
  alterTableOptions: ({ table: owner }) => ({
    changes: [key.options(owner)],
    ...of.kept([key.relation(owner), key.columns(owner)]),
  }),
  addColumn: ({ table: owner, column }) => ({
    makes: of.columnKeys(owner, column.name),
    shares: of.columnWholes(owner),
    reads: of.comes(owner, [key.relation(owner), ...of.columnUse(owner, column)]),
    takes: of.columnPlaces(owner, column),
    rows: { reads: of.isFilled(column) ? [] : [key.rows(owner)], writes: [] },
  }),
  dropColumn: ({ table: owner, column }) => ({
    drops: of.columnKeys(owner, column.name),
    // What spans the column may go with it.
    shares: [...of.columnWholes(owner), key.parts(owner)],
    releases: [key.relation(owner), ...of.columnUse(owner, column)],
    frees: of.columnPlaces(owner, column),
    rows: { reads: [], writes: of.rowsOf(of.columnKeys(owner, column.name)) },
  }),
  alterColumn: of.alterColumn,
  renameColumn: ({ table: owner, from, to }) => ({
    changes: [from, to].flatMap((name) => of.columnKeys(owner, name)),
    shares: of.columnWholes(owner),
    ...of.kept([key.relation(owner)]),
    frees: [key.columnName(owner, from)],
    takes: [key.columnName(owner, to)],
  }),
  createConstraint: ({ table: owner, constraint }) => ({
    makes: [of.constraintKey(owner, constraint)],
    shares: of.restingPlaces(owner, constraint),
    reads: of.comes(owner, of.constraintUse(owner, constraint)),
    takes: of.constraintNames(owner, constraint),
    rows: { reads: of.rowsOf(of.constraintUse(owner, constraint)), writes: [] },
  }),
  dropConstraint: ({ table: owner, constraint }) => ({
    drops: [of.constraintKey(owner, constraint)],
    shares: of.restingPlaces(owner, constraint),
    releases: of.goes(owner, of.constraintUse(owner, constraint)),
    frees: of.constraintNames(owner, constraint),
    rows: { reads: of.rowsOf(of.constraintUse(owner, constraint)), writes: [] },
  }),
  renameConstraint: ({ table: owner, constraint, to }) => ({
    changes: [constraint, { ...constraint, name: to }].map((held) => of.constraintKey(owner, held)),
    ...of.kept(of.constraintUse(owner, constraint)),
    frees: of.givenNames(owner, constraint),
    takes: of.givenNames(owner, { ...constraint, name: to }),
  }),
  validateConstraint: ({ table: owner, name }) => ({
    changes: [key.part(owner, name)],
    ...of.kept([key.relation(owner), key.parts(owner)]),
    rows: { reads: [key.rows(owner), key.allValues(owner)], writes: [] },
  }),
  createIndex: ({ table: owner, index }) => ({
    makes: [key.part(owner, index.name)],
    shares: of.indexPlaces(owner, index),
    reads: of.comes(owner, of.indexUse(owner, index)),
    takes: key.name(owner.schema, index.name),
    rows: { reads: index.unique ? of.rowsOf(of.indexUse(owner, index)) : [], writes: [] },
  }),
  dropIndex: ({ table: owner, index }) => ({
    drops: [key.part(owner, index.name)],
    shares: of.indexPlaces(owner, index),
    releases: of.goes(owner, of.indexUse(owner, index)),
    frees: key.name(owner.schema, index.name),
    rows: { reads: index.unique ? of.rowsOf(of.indexUse(owner, index)) : [], writes: [] },
  }),
  renameIndex: ({ table: owner, from, to }) => ({
    changes: [from, to].map((name) => key.part(owner, name)),
    ...of.kept([key.relation(owner), key.parts(owner)]),
    frees: key.name(owner.schema, from),
    takes: key.name(owner.schema, to),
  }),
  createEnum: ({ enum: type }) => ({
    makes: [key.enum(type), ...type.values.map((value) => key.value(type, value))],
    reads: of.comes(type, []),
    takes: key.name(type.schema, type.name),
  }),
  dropEnum: ({ enum: type }) => ({
    drops: [key.enum(type), ...type.values.map((value) => key.value(type, value))],
    releases: of.goes(type, []),
    frees: key.name(type.schema, type.name),
  }),
  alterEnum: ({ from, to }) => ({
    changes: [...new Set([key.enum(from), key.enum(to)])],
    makes: to.values
      .filter((held) => !from.values.includes(held))
      .map((value) => key.value(to, value)),
    drops: from.values
      .filter((held) => !to.values.includes(held))
      .map((value) => key.value(from, value)),
  }),
  renameEnum: ({ from, to }) => ({
    changes: [key.enum(from), key.enum(to)],
    frees: key.name(from.schema, from.name),
    takes: key.name(to.schema, to.name),
  }),
  createSequence: ({ sequence }) => ({
    makes: [key.sequence(sequence)],
    shares: [key.sequenceNamed(sequence.name)],
    reads: of.comes(sequence, []),
    takes: key.name(sequence.schema, sequence.name),
  }),
  alterSequence: ({ to }) => ({
    changes: [key.counting(to)],
    ...of.kept([key.sequence(to)]),
  }),
  dropSequence: ({ sequence }) => ({
    drops: [key.sequence(sequence)],
    shares: [key.sequenceNamed(sequence.name)],
    releases: of.goes(sequence, []),
    frees: key.name(sequence.schema, sequence.name),
  }),
  renameSequence: ({ from, to }) => ({
    changes: [key.sequence(from), key.sequence(to)],
    shares: [key.sequenceNamed(from.name), key.sequenceNamed(to.name)],
    frees: key.name(from.schema, from.name),
    takes: key.name(to.schema, to.name),
  }),
  createView: ({ view }) => ({
    makes: [key.relation(view), key.columns(view)],
    shares: [key.named(view.name)],
    reads: of.comes(view, of.viewUse(view)),
    takes: of.viewNames(view),
  }),
  dropView: ({ view }) => ({
    drops: [key.relation(view), key.columns(view)],
    shares: [key.named(view.name)],
    releases: of.goes(view, of.viewUse(view)),
    frees: of.viewNames(view),
  }),
  execute: () => anything,
  bulkInsert: of.writeRows,
  deleteRows: of.writeRows,
  backfill: of.backfill,
  batchAlterTable: ({ operations }) => unionOf(operations.map(footprintOf)),
};

function unionOf(footprints: readonly Footprint[]): Footprint {
  const all = (list: (footprint: Footprint) => Keys): Keys => footprints.flatMap(list);
  return {
    everything: footprints.some(({ everything }) => everything),
    reads: all(({ reads }) => reads),
    releases: all(({ releases }) => releases),
    makes: all(({ makes }) => makes),
    changes: all(({ changes }) => changes),
    drops: all(({ drops }) => drops),
    shares: all(({ shares }) => shares),
    frees: all(({ frees }) => frees),
    takes: all(({ takes }) => takes),
    rows: { reads: all(({ rows }) => rows.reads), writes: all(({ rows }) => rows.writes) },
  };
}
