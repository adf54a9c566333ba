import type { Connection } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type { Constraint, ConstraintKind } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { compareNames, type QualifiedName } from "../../../src/schema/name.js";
import type { Dependency, Schema } from "../../../src/schema/schema.js";
import type { Table, TableOptions } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { readEnums, readSequences, readSpaces } from "./catalog.js";
import { readColumns, type RelationColumns } from "./column.js";
import { readConstraints } from "./constraint.js";
import { readingUtf8 } from "./foreign-text.js";
import { readIndexes } from "./index-definition.js";
import { parametersOf } from "./parameters.js";
import { readRelations, readDependencies, type Relation } from "./relation.js";

/** Everything known of the relations in scope, by oid. */
type Catalog = {
  readonly relations: readonly Relation[];
  readonly columns: ReadonlyMap<string, RelationColumns>;
  readonly constraints: ReadonlyMap<string, readonly Constraint[]>;
  readonly indexes: ReadonlyMap<string, readonly Index[]>;
  readonly dependencies: readonly Dependency[];
};

/** Reads the database in eight queries, whatever it holds. */
export function inspect(connection: Connection, server: Server, scope: Scope): Promise<Schema> {
  return readingUtf8(connection, server, scope, () => readSchema(connection, server, scope));
}

async function readSchema(connection: Connection, server: Server, scope: Scope): Promise<Schema> {
  const catalog = await readCatalog(connection, server, scope);
  const names = new Map(catalog.relations.map(({ oid, name }) => [oid, name]));
  const tables = catalog.relations.filter(({ kind }) => kind === "table");
  const views = catalog.relations.filter(({ kind }) => kind !== "table");
  return {
    ...(await readSpaces(connection, server, scope)),
    ...(catalog.dependencies.length === 0 ? {} : { dependencies: catalog.dependencies }),
    tables: tables.map((relation) => tableOf(relation, catalog)).sort(compareNames),
    views: views.map((relation) => viewOf(relation, catalog, names)).sort(compareNames),
    enums: [...(await readEnums(connection, server, scope))].sort(compareNames),
    sequences: [...(await readSequences(connection, server, scope))].sort(compareNames),
  };
}

async function readCatalog(connection: Connection, server: Server, scope: Scope): Promise<Catalog> {
  const relations = await readRelations(connection, server, scope);
  const columns = await readColumns(connection, server, relations);
  const constraints = await readConstraints(connection, server, columns);
  const indexes = await readIndexes(connection, server, columns);
  const dependencies = await readDependencies(connection, relations);
  return { relations, columns, constraints, indexes, dependencies };
}

function tableOf(relation: Relation, catalog: Catalog): Table {
  const constraints = catalog.constraints.get(relation.oid) ?? [];
  return compact({
    ...relation.name,
    columns: catalog.columns.get(relation.oid)?.columns ?? [],
    primaryKey: ofKind(constraints, "primaryKey")[0],
    uniques: ofKind(constraints, "unique"),
    checks: ofKind(constraints, "check"),
    exclusions: ofKind(constraints, "exclude"),
    foreignKeys: ofKind(constraints, "foreignKey"),
    indexes: catalog.indexes.get(relation.oid) ?? [],
    comment: relation.comment,
    options: optionsOf(relation),
  });
}

function ofKind<Kind extends ConstraintKind>(
  constraints: readonly Constraint[],
  kind: Kind,
): readonly Extract<Constraint, { kind: Kind }>[] {
  return constraints.filter(
    (each): each is Extract<Constraint, { kind: Kind }> => each.kind === kind,
  );
}

function optionsOf(relation: Relation): TableOptions | undefined {
  const parameters = parametersOf(relation.parameters);
  const { unlogged, partitionBy } = relation;
  if (!unlogged && parameters === undefined && partitionBy === undefined) return undefined;
  return compact({ unlogged: unlogged ? true : undefined, parameters, partitionBy });
}

function viewOf(
  relation: Relation,
  catalog: Catalog,
  names: ReadonlyMap<string, QualifiedName>,
): View {
  const dependsOn = relation.reads.flatMap((oid) => names.get(oid) ?? []);
  return compact({
    ...relation.name,
    definition: (relation.definition ?? "").trim().replace(/;$/, ""),
    materialized: relation.kind === "materializedView",
    indexes: catalog.indexes.get(relation.oid) ?? [],
    dependsOn: dependsOn.length === 0 ? undefined : dependsOn.sort(compareNames),
  });
}
