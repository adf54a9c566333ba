import { diff } from "../diff/diff.js";
import type { DiffObject } from "../diff/diff-object.js";
import { AthanorError } from "../error/athanor-error.js";
import type { Operation } from "../operation/operation.js";
import { reverseAll } from "../operation/reverse.js";
import type { Dialect } from "../plugin/dialect.js";
import type { Server } from "../plugin/catalog.js";
import type { Graph } from "../revision/graph.js";
import { appliedBy } from "../revision/rows.js";
import { compileInOrder } from "../runner/compile-in-order.js";
import { checkFinished } from "../runner/journal/unfinished.js";
import { stamp as setRows } from "../runner/stamp.js";
import { nameKey, sameName, type QualifiedName } from "../schema/name.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import type { AutogenerateOptions } from "../draft/autogenerate.js";
import { compareDatabase } from "../compare/compare-database.js";
import { createRecords } from "../compare/compare-records.js";
import { setAside } from "../compare/compared-scope.js";
import { eachDatabase, targetOf, type DatabaseAccess } from "../project/database-access.js";
import { emitRevisions, type Emitted } from "../draft/emit-revisions.js";
import { planRevision, type NewRevisionOptions } from "../draft/new-revision.js";
import type { Project } from "../project/project.js";
import { rememberStamped } from "./remember-schema.js";
import type { RevisionBodies } from "../draft/write-revision-file.js";

/** What the first revision is called, and where it goes. */
export type BaselineOptions = Pick<
  NewRevisionOptions,
  "message" | "revId" | "branchLabel" | "versionPath"
>;

/**
 * Writes one revision that makes the databases as they are, stamps them with it, and writes their schema down.
 *
 * What the entities know is made by operations. What they do not know (a table of someone else's, an index made by hand) is
 * made by plain SQL: autogenerate takes nothing for its own that a revision did not make by an operation, and so keeps it.
 *
 * @param open reads the project, as it then is
 * @throws AthanorError `REVISIONS_EXIST`, `UNKNOWN_ROW` where a database has version rows, and what comparing throws.
 */
export async function beginWithBaseline(
  open: () => Promise<Project>,
  options: BaselineOptions,
): Promise<Pick<Emitted, "revisions"> & { readonly knownSchema: string | undefined }> {
  const revisions = await writeBaseline(await open(), { message: "baseline", ...options });
  let knownSchema: string | undefined;
  for (const { revision } of revisions) knownSchema = await rememberStamped(await open(), revision);
  return { revisions, knownSchema };
}

async function writeBaseline(
  project: Project,
  options: BaselineOptions,
): Promise<Emitted["revisions"]> {
  const { graph } = await project.history();
  rejectRevisions(graph);
  const planned = [await planRevision(project, graph, options)];
  const found = await eachDatabase(project, async (access) => {
    await rejectRows(graph, access);
    return [access.name, await describeDatabase(access)] as const;
  });
  const { named } = await project.environment();
  const files = [{ bodies: together(found, named) }];
  const { revisions, undo } = await emitRevisions(project, { planned, files, textOnly: false });
  let stamped = 0;
  try {
    await eachDatabase(project, async (access) => {
      const rows = () => revisions.map(({ revision }) => revision);
      await setRows({ ...targetOf(project, access, {}), rows });
      stamped += 1;
    });
  } catch (failure) {
    // A database that has the row needs the file; stamp brings the others there.
    if (stamped === 0) await undo();
    throw failure;
  }
  return revisions;
}

/** What fills a revision by a comparison, or places it behind others. */
type Beside = Pick<
  AutogenerateOptions,
  "rename" | "new" | "backfill" | "convert" | "strict" | "split"
> &
  Pick<NewRevisionOptions, "head" | "splice"> & {
    readonly [
      Flag in "autogenerate" | "empty" | "rehearse" | "replace" | "force" | "sql"
    ]?: boolean;
  };

/** @throws AthanorError `EXCLUSIVE_OPTIONS` */
export function rejectBeside(options: Beside): void {
  const { autogenerate, empty, rehearse, replace, force, sql, rename } = options;
  const { new: fresh, backfill, convert, strict, split, head, splice } = options;
  const ways = { autogenerate, empty, rehearse, replace, force, sql, rename };
  const beside = { ...ways, new: fresh, backfill, convert, strict, split, head, splice };
  const isGiven = (value: unknown): boolean =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  const given = Object.entries(beside).flatMap(([name, value]) => (isGiven(value) ? [name] : []));
  const [first] = given;
  if (first === undefined) return;
  throw new AthanorError({
    code: "EXCLUSIVE_OPTIONS",
    message: `"--baseline" and "--${first}" exclude each other: a baseline is the first revision and holds all that the database has. Nothing was written.`,
    suggestions: ['athanor revision --baseline -m "..."'],
    facts: { options: ["baseline", ...given] },
  });
}

function rejectRevisions({ revisions }: Graph): void {
  const [first] = revisions;
  if (first === undefined) return;
  const what = revisions.length === 1 ? "a revision" : `${String(revisions.length)} revisions`;
  throw new AthanorError({
    code: "REVISIONS_EXIST",
    message: `The history has ${what} already ("${first.id}"), and a baseline is the first revision. A database that holds what the revisions make needs a stamp only. Nothing was written.`,
    suggestions: ["athanor stamp head", 'athanor revision --autogenerate -m "..."'],
    facts: { revisions: revisions.map(({ id }) => id) },
  });
}

/** Of a history without revisions every version row is unknown. */
async function rejectRows(graph: Graph, access: DatabaseAccess): Promise<void> {
  const { connection, dialect, versionTable, name } = access;
  appliedBy(graph, await dialect.store.read(connection, versionTable));
  await checkFinished(access, name);
}

type Body = { readonly upgrade: readonly Operation[]; readonly downgrade: readonly Operation[] };

function together(
  bodies: readonly (readonly [name: string, body: Body])[],
  named: boolean,
): RevisionBodies {
  const [only] = bodies;
  if (!named && only !== undefined) return only[1];
  return {
    upgrade: Object.fromEntries(bodies.map(([name, { upgrade }]) => [name, upgrade])),
    downgrade: Object.fromEntries(bodies.map(([name, { downgrade }]) => [name, downgrade])),
  };
}

async function describeDatabase(access: DatabaseAccess): Promise<Body> {
  const { connection, dialect, database } = access;
  const history = () => Promise.resolve({ schema: emptySchema, operations: [] });
  const { inspected, unmanaged } = await compareDatabase(access, { history });
  const wanted = await database.source.read();
  const server = await dialect.catalog.server(connection);
  const actual = setAside(inspected, access, wanted, server);
  const ours = withoutObjects(actual, unmanaged);
  const created = diff({ from: emptySchema, to: ours }).operations;
  const { records } = wanted;
  const recorded = records
    ? createRecords({ records, server, actual: ours, target: ours, operations: [] })
    : [];
  const foreign = dialect.ddl.arrange(diff({ from: ours, to: actual }).operations);
  const made = [...dialect.ddl.arrange(created), ...recorded];
  return {
    upgrade: [
      ...made,
      ...triggersOf(ours),
      ...(await asStatements(dialect, server, ours, foreign)),
    ],
    downgrade: [
      ...(await asStatements(dialect, server, actual, reverseAll(foreign))),
      ...reverseAll(made),
    ],
  };
}

/** They go with their tables. */
function triggersOf({ tables, views }: Schema): readonly Operation[] {
  return [...tables, ...views].flatMap(({ triggers = [] }) =>
    triggers.map(({ definition }): Operation => ({ kind: "execute", sql: definition })),
  );
}

/** The operations as plain SQL. */
async function asStatements(
  dialect: Dialect,
  server: Server,
  start: Schema,
  operations: readonly Operation[],
): Promise<readonly Operation[]> {
  const compiled = await compileInOrder({ dialect, server, start, operations });
  return compiled
    .flatMap(({ statements }) => statements)
    .filter((sql) => !sql.startsWith("--"))
    .map((sql) => ({ kind: "execute", sql: sql.replace(/;$/, "") }));
}

/** The schema without these things. */
function withoutObjects(schema: Schema, objects: readonly DiffObject[]): Schema {
  const isListed = (kind: DiffObject["kind"], name: QualifiedName): boolean =>
    objects.some(
      (object) =>
        object.kind === kind && typeof object.name === "object" && sameName(object.name, name),
    );
  const kept = <Named extends QualifiedName>(kind: DiffObject["kind"], list: readonly Named[]) =>
    list.filter((one) => !isListed(kind, one));
  return {
    ...schema,
    tables: kept("table", schema.tables).map((table) => withoutParts(table, objects)),
    views: kept("view", schema.views),
    enums: kept("enum", schema.enums),
    sequences: kept("sequence", schema.sequences),
    schemas: schema.schemas.filter(
      (name) => !objects.some((object) => object.kind === "schema" && object.name === name),
    ),
  };
}

function withoutParts(table: Table, objects: readonly DiffObject[]): Table {
  const parts = objects.flatMap((object) =>
    (object.kind === "index" || object.kind === "constraint") &&
    nameKey(object.table) === nameKey(table)
      ? [object.object]
      : [],
  );
  if (parts.length === 0) return table;
  const gone = new Set(parts.map((part) => JSON.stringify(part)));
  const left = <Part>(list: readonly Part[]): readonly Part[] =>
    list.filter((part) => !gone.has(JSON.stringify(part)));
  return {
    ...table,
    uniques: left(table.uniques),
    foreignKeys: left(table.foreignKeys),
    checks: left(table.checks),
    exclusions: left(table.exclusions),
    indexes: left(table.indexes),
  };
}
