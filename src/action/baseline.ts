import { diff } from "../diff/diff.js";
import type { DiffObject } from "../diff/diff-object.js";
import type { Operation } from "../operation/operation.js";
import { reverseAll } from "../operation/reverse.js";
import type { Dialect, Server } from "../plugin/dialect.js";
import { compileInOrder } from "../runner/compile-in-order.js";
import { stamp as setRows } from "../runner/stamp.js";
import { nameKey, sameName, type QualifiedName } from "../schema/name.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import { compareDatabase } from "./compare-database.js";
import { createRecords } from "./compare-records.js";
import { setAside } from "./compared-scope.js";
import { eachDatabase, targetOf, type DatabaseAccess } from "./database-access.js";
import { planRevision } from "./new-revision.js";
import type { Project } from "./project.js";
import {
  renderRevisionFile,
  writeRevisionFile,
  type RevisionBodies,
} from "./write-revision-file.js";

export type Baseline = { readonly path: string; readonly revision: string };

/**
 * Writes one revision that makes the database as it is, and stamps the database with it.
 *
 * What the entities know is made by operations. What they do not know (a table of someone else's, an index made by hand) is
 * made by plain SQL: autogenerate takes nothing for its own that a revision did not make by an operation, and so keeps it.
 */
export async function writeBaseline(project: Project, message: string): Promise<Baseline> {
  const { graph } = await project.history();
  const planned = await planRevision(project, graph, { message });
  const bodies = await eachDatabase(project, async (access) => {
    const body = await describeDatabase(access);
    return [access.name, body] as const;
  });
  const { named } = await project.environment();
  const rendered = await renderRevisionFile(project, planned, together(bodies, named));
  const path = await writeRevisionFile(project, rendered);
  const { revision } = planned.header;
  await eachDatabase(project, (access) =>
    setRows({ ...targetOf(project, access, {}), rows: () => [revision] }),
  );
  return { path, revision };
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
  const server = await dialect.server(connection);
  const actual = setAside(inspected, access, wanted, server);
  const ours = withoutObjects(actual, unmanaged);
  const created = diff({ from: emptySchema, to: ours }).operations;
  const { records } = wanted;
  const recorded = records
    ? createRecords({ records, server, actual: ours, target: ours, operations: [] })
    : [];
  const foreign = dialect.arrange(diff({ from: ours, to: actual }).operations);
  const made = [...dialect.arrange(created), ...recorded];
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
