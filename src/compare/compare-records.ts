import { applyAll } from "../operation/apply.js";
import type { RowValues } from "../operation/data-operation.js";
import type { Operation } from "../operation/operation.js";
import type { Server } from "../plugin/catalog.js";
import type { Records, RecordSubject } from "../plugin/source.js";
import { sameValue } from "../schema/equality.js";
import { nameOf, type QualifiedName } from "../schema/name.js";
import { findTable, findView, type Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import { without } from "../schema/without.js";
import type { DatabaseAccess } from "../project/database-access.js";

export type RecordsRequest = {
  readonly records: Records;
  readonly server: Server;
  /** What of the database is compared. */
  readonly actual: Schema;
  /** What the entities want of it. */
  readonly target: Schema;
  /** What makes the one the other. */
  readonly operations: readonly Operation[];
};

/**
 * What makes true again what the ORM has written down, once the schema is as the entities want it: rows about what has
 * gone or changed go, missing ones come. Rows about anything else stay, whatever they say.
 */
export async function compareRecords(
  { connection, dialect }: DatabaseAccess,
  request: RecordsRequest,
): Promise<readonly Operation[]> {
  const name = inDefault(request.records.table, request.server);
  const exists = await dialect.store.exists(connection, name);
  const held = exists ? await dialect.catalog.readRows(connection, name) : [];
  return recordChanges(request, exists ? held : undefined);
}

/** What makes the records true in a database that has none. */
export function createRecords(request: RecordsRequest): readonly Operation[] {
  return recordChanges(request, undefined);
}

/** `held` is `undefined` where the table does not exist. */
function recordChanges(
  request: RecordsRequest,
  held: readonly RowValues[] | undefined,
): readonly Operation[] {
  const { records, server, actual, operations } = request;
  const name = inDefault(records.table, server);
  const after = applyAll(actual, operations);
  const { stale, missing } = compareRows(held ?? [], after, request);
  const comes = missing.length > 0 && held === undefined && findTable(after, name) === undefined;
  return [
    ...(comes ? [createTable(records.table, name)] : []),
    ...changeRows("deleteRows", name, stale),
    ...changeRows("bulkInsert", name, missing),
  ];
}

/** Where the revision runs, the ORM itself may have made the table meanwhile. */
function createTable(table: Table, name: QualifiedName): Operation {
  const named = { ...without(table, "schema"), ...name };
  return { kind: "createTable", table: named, ifNotExists: true };
}

function changeRows(
  kind: "deleteRows" | "bulkInsert",
  table: QualifiedName,
  rows: readonly RowValues[],
): readonly Operation[] {
  return rows.length === 0 ? [] : [{ kind, table, rows }];
}

function compareRows(
  held: readonly RowValues[],
  after: Schema,
  request: RecordsRequest,
): { readonly stale: readonly RowValues[]; readonly missing: readonly RowValues[] } {
  const { records, target } = request;
  const present = held.map((row) => writePlaces(withoutNulls(row), request));
  const wanted = records.rows
    .map((row) => writePlaces(row, request))
    .filter((row) => isIn(target, subjectOf(row, request)));
  const known = [...present, ...copiedRows(present, request)];
  const unasked = present.filter((row) => !wanted.some((other) => records.says(row, other)));
  return {
    stale: unasked.filter((row) => isOurs(subjectOf(row, request), after, request)),
    missing: wanted.filter((row) => !known.some((other) => records.says(other, row))),
  };
}

/** Rows of a database of another name, which was restored under this one, about what no row of its own speaks of. */
function copiedRows(present: readonly RowValues[], request: RecordsRequest): readonly RowValues[] {
  const { moved } = request.records;
  const own = present.flatMap((row) => subjectOf(row, request) ?? []);
  return present.flatMap((row) => {
    const here = moved?.(row);
    const subject = here && subjectOf(here, request);
    return here === undefined || own.some((each) => sameValue(each, subject)) ? [] : [here];
  });
}

function withoutNulls(row: RowValues): RowValues {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** The row as it would be written on a database of any name. */
function writePlaces(row: RowValues, { records, server }: RecordsRequest): RowValues {
  const here = records.places.filter(
    ({ column, fact }) => row[column] !== undefined && row[column] === server[fact],
  );
  const written = here.map(({ column, expression }) => [column, expression]);
  return { ...row, ...Object.fromEntries(written) };
}

/** Is it about something that the entities still want, or that goes now? */
function isOurs(
  subject: RecordSubject | undefined,
  after: Schema,
  { actual, target }: RecordsRequest,
): boolean {
  if (subject === undefined) return false;
  const { relation } = subject;
  return isIn(target, { relation }) || (isIn(actual, { relation }) && !isIn(after, { relation }));
}

function subjectOf(row: RowValues, { records, server }: RecordsRequest): RecordSubject | undefined {
  const subject = records.subject(row);
  return subject && { ...subject, relation: inDefault(subject.relation, server) };
}

/** The default schema is never named. */
function inDefault(name: QualifiedName, { defaultSchema }: Server): QualifiedName {
  return name.schema === defaultSchema ? { name: name.name } : nameOf(name);
}

function isIn(schema: Schema, subject: RecordSubject | undefined): boolean {
  if (subject === undefined) return false;
  const { relation, column } = subject;
  const table = findTable(schema, relation);
  if (column === undefined) return table !== undefined || findView(schema, relation) !== undefined;
  return table?.columns.some(({ name }) => name === column) ?? false;
}
