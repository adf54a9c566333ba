import type { ObjectKind } from "../config/environment.js";
import { type QualifiedName, nameOf, nameKey } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import type { View } from "../schema/view.js";
import type { Column } from "../schema/column.js";
import { type ColumnRule, type DatabaseHooks, hooksFor } from "../project/database-hooks.js";
import type { Rename } from "../diff/rename.js";
import type { Scope, Server } from "../plugin/catalog.js";
import type { Wanted } from "../plugin/source.js";
import { compact } from "../schema/compact.js";
import { scopeOf, setAside, withinSchemas, withoutKeepers } from "./compared-scope.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { parseRename } from "./rename-option.js";

/** Both sides in the database's own words, less what is not compared. */
export type Sides = {
  readonly wanted: Wanted;
  readonly server: Server;
  readonly scope: Scope;
  readonly inspected: Schema;
  /** All that is wanted. */
  readonly canonical: Schema;
  /** Of what was inspected, what is compared. */
  readonly actual: Schema;
  /** Of what is wanted, what is compared. */
  readonly target: Schema;
  readonly notes: readonly string[];
};

export async function readSides(
  access: DatabaseAccess,
  renames: readonly Rename[],
): Promise<Sides> {
  const { connection, dialect, environment } = access;
  const wanted = await access.database.source.read();
  const server = await dialect.catalog.server(connection);
  const hints = environment.renames.map(parseRename);
  const hooks = hooksFor(access);
  const { schemas } = environment;
  const scope = scopeOf(compact({ schemas, includeName: hooks.includeName }), wanted, server, [
    ...renames,
    ...hints,
  ]);
  const inspected = await dialect.catalog.inspect(connection, server, scope);
  const canonical = await dialect.catalog.canonicalize({
    wanted: withinSchemas(wanted.schema, environment, server),
    actual: inspected,
    connection,
    server,
  });
  const fixed = { wanted, server, scope, canonical: canonical.schema };
  const compared = comparedOf(access, inspected, fixed);
  const notes = [...wanted.notes, ...canonical.notes];
  return { ...fixed, ...compared, inspected, notes };
}

/** What the database holds, less what the ORM and Athanor keep for themselves. */
export async function readActual(access: DatabaseAccess): Promise<Schema> {
  const { connection, dialect, environment, database } = access;
  const wanted = await database.source.read();
  const server = await dialect.catalog.server(connection);
  const { schemas } = environment;
  const { includeName } = hooksFor(access);
  const scope = scopeOf(compact({ schemas, includeName }), wanted, server);
  const inspected = await dialect.catalog.inspect(connection, server, scope);
  return withoutKeepers(inspected, access, wanted, server);
}

/** What is compared of a database that holds this, and of what is wanted beside it. */
export function comparedOf(
  access: DatabaseAccess,
  inspected: Schema,
  { wanted, server, canonical }: Pick<Sides, "wanted" | "server" | "canonical">,
): Pick<Sides, "actual" | "target"> {
  const hooks = hooksFor(access);
  const actual = filterActual(hooks, setAside(inspected, access, wanted, server));
  return { actual, target: settleColumns(filterWanted(hooks, canonical), actual, hooks) };
}

function filterActual({ includeName, includeObject }: DatabaseHooks, schema: Schema): Schema {
  if (includeName === undefined && includeObject === undefined) return schema;
  return filterSchema(
    schema,
    ({ name, kind, parent, object }) =>
      (includeName?.(name, kind, parent) ?? true) &&
      (includeObject?.(object, name, kind, true) ?? true),
  );
}

function filterWanted({ includeObject }: DatabaseHooks, schema: Schema): Schema {
  if (includeObject === undefined) return schema;
  return filterSchema(schema, ({ name, kind, object }) => includeObject(object, name, kind, false));
}

type Aspect = { readonly rule: ColumnRule; readonly keys: readonly (keyof Column)[] };

/** The wanted schema, in which what the environment says not to compare is as the database has it. */
function settleColumns(
  wanted: Schema,
  actual: Schema,
  hooks: Pick<DatabaseHooks, "compareType" | "compareDefault" | "compareComment">,
): Schema {
  const aspects: readonly Aspect[] = [
    { rule: hooks.compareType, keys: ["type", "collation", "charset"] },
    { rule: hooks.compareDefault, keys: ["default"] },
    { rule: hooks.compareComment, keys: ["comment"] },
  ];
  const decided = aspects.filter(({ rule }) => rule !== true);
  if (decided.length === 0) return wanted;
  const tables = new Map(actual.tables.map((table) => [nameKey(table), table]));
  return {
    ...wanted,
    tables: wanted.tables.map((table) => {
      const columns = new Map(
        tables.get(nameKey(table))?.columns.map((column) => [column.name, column]),
      );
      return {
        ...table,
        columns: table.columns.map((column) => {
          const held = columns.get(column.name);
          return held === undefined ? column : settle(column, held, nameOf(table), decided);
        }),
      };
    }),
  };
}

function settle(
  entity: Column,
  database: Column,
  table: QualifiedName,
  aspects: readonly Aspect[],
): Column {
  const ignored = aspects.filter(({ rule }) => !counts(rule, database, entity, table));
  return ignored.reduce((column, { keys }) => takeOver(column, database, keys), entity);
}

/** A rule that does not decide leaves it to the plain comparison. */
function counts(rule: ColumnRule, database: Column, entity: Column, table: QualifiedName): boolean {
  if (typeof rule === "boolean") return rule;
  return rule(database, entity, table) ?? true;
}

function takeOver(column: Column, from: Column, keys: readonly (keyof Column)[]): Column {
  const others = Object.entries(column).filter(([key]) => !keys.some((own) => own === key));
  const taken = Object.entries(from).filter(([key]) => keys.some((own) => own === key));
  return Object.fromEntries([...others, ...taken]) as Column;
}

/** A thing of a schema that a filter is asked about. */
type FilteredObject = {
  readonly kind: ObjectKind;
  /** Empty where it has none. */
  readonly name: string;
  /** The table of a column, an index or a constraint; the schema of anything else, where it is not the default one. */
  readonly parent: QualifiedName | undefined;
  readonly object: Readonly<Record<string, unknown>>;
};

/** The schema without what the filter refuses; what hangs on a refused table or view goes with it. */
function filterSchema(schema: Schema, include: (asked: FilteredObject) => boolean): Schema {
  const top = (kind: ObjectKind) => (object: QualifiedName) => {
    const parent = object.schema === undefined ? undefined : { name: object.schema };
    return include({ kind, name: object.name, parent, object });
  };
  const within =
    (kind: ObjectKind, parent: QualifiedName) =>
    (object: { readonly name?: string }): boolean =>
      include({ kind, name: object.name ?? "", parent, object });
  return {
    ...schema,
    tables: schema.tables.filter(top("table")).map((table) => filterTable(table, within)),
    views: schema.views.filter(top("view")).map((view) => filterView(view, within)),
    enums: schema.enums.filter(top("enum")),
    sequences: schema.sequences.filter(top("sequence")),
  };
}

type Within = (
  kind: ObjectKind,
  parent: QualifiedName,
) => (object: { readonly name?: string }) => boolean;

function filterTable(table: Table, within: Within): Table {
  const constraint = within("constraint", nameOf(table));
  const { primaryKey, ...rest } = table;
  const kept = primaryKey !== undefined && constraint(primaryKey) ? { primaryKey } : {};
  return {
    ...rest,
    ...kept,
    columns: table.columns.filter(within("column", nameOf(table))),
    uniques: table.uniques.filter(constraint),
    checks: table.checks.filter(constraint),
    exclusions: table.exclusions.filter(constraint),
    foreignKeys: table.foreignKeys.filter(constraint),
    indexes: table.indexes.filter(within("index", nameOf(table))),
  };
}

function filterView(view: View, within: Within): View {
  return { ...view, indexes: view.indexes.filter(within("index", nameOf(view))) };
}
