import type { QualifiedName } from "../../src/schema/name.js";
import { nameKey, nameText } from "../../src/schema/name.js";
import type { Origin, TextContent, Wanted } from "../../src/plugin/source.js";
import { compact } from "../../src/schema/compact.js";
import type { Schema, Extension } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { readEnums } from "./enum-type.js";
import type { OrmDialect } from "./dialects.js";
import type { OrmDataSource, OrmEntity, OrmOptions } from "./orm.js";
import { entityName } from "./reading.js";
import type { Reading } from "./reading.js";
import { readRecords } from "./records.js";
import { readReserved } from "./reserved.js";
import { addJunction, columnsOf, mergeTables, readTable } from "./table.js";
import { readView } from "./view.js";
import type { OrmExtension } from "../../src/plugin/orm.js";

/** Everything that built metadata says about the database. `options` are the user's own. */
export function readWanted(
  dataSource: OrmDataSource,
  options: OrmOptions,
  dialect: OrmDialect,
): Wanted {
  const notes = new Set<string>();
  const reading: Reading = { dataSource, options, dialect, note: (text) => void notes.add(text) };
  const all = dataSource.entityMetadatas.filter((entity) => entity.tableType !== "entity-child");
  if (all.length === 0) reading.note(noEntities(options));
  const managed = all.filter((entity) => entity.synchronize);
  const schema = readSchema(managed, all, reading);
  const records = readRecords(schema, managed, reading);
  const taken = new Set(all.map((entity) => nameKey(entityName(entity, reading))));
  const isFree = (name: QualifiedName): boolean => !taken.has(nameKey(name));
  return {
    schema,
    unmanaged: all
      .filter((entity) => !entity.synchronize)
      .map((entity) => entityName(entity, reading)),
    unmanagedIndexes: managed.flatMap((entity) => unmanagedIndexes(entity, reading)),
    concurrentIndexes: managed.flatMap((entity) => concurrentIndexes(entity, reading)),
    reserved: readReserved(options, dialect.orm).filter(isFree),
    records,
    origins: managed
      .filter((entity) => !isJunction(entity))
      .map((entity) => readOrigin(entity, reading)),
    notes: [...notes],
  };
}

function readSchema(
  managed: readonly OrmEntity[],
  all: readonly OrmEntity[],
  reading: Reading,
): Schema {
  const tabular = managed.filter((entity) => entity.tableType !== "view");
  const views = managed.filter((entity) => entity.tableType === "view");
  const tables = readTables(tabular, reading);
  const names = managed.map((entity) => entityName(entity, reading));
  return {
    schemas: [...new Set(names.flatMap(({ schema }) => (schema === undefined ? [] : [schema])))],
    tables,
    views: views.map((entity) => readView(entity, all, reading)),
    enums:
      reading.dialect.orm.columns.enums === "type"
        ? readEnums(enumOwners(tabular, reading), reading)
        : [],
    sequences: [],
    extensions: readExtensions(managed, reading),
  };
}

/** Several entities may share a table; they say so, since TypeORM itself does not decide when they differ. */
function readTables(entities: readonly OrmEntity[], reading: Reading): Table[] {
  const merged = new Map<string, Table>();
  const junctions = entities.filter(isJunction);
  for (const entity of [...entities.filter((each) => !isJunction(each)), ...junctions]) {
    const table = readTable(entity, reading);
    const first = merged.get(nameKey(table));
    if (first !== undefined) noteShared(first, table, reading);
    merged.set(nameKey(table), first === undefined ? table : merge(first, table, entity));
  }
  return [...merged.values()];
}

/** Of an embedded property its whole path: `address.street`. */
function readOrigin(entity: OrmEntity, reading: Reading): Origin {
  const columns = columnsOf(entity);
  const properties = columns.map(({ databaseName, propertyName, propertyPath = propertyName }) => [
    databaseName,
    propertyPath,
  ]);
  const contents = columns.flatMap(({ databaseName, type }) => {
    const content = typeof type === "string" ? textContents[type] : undefined;
    return content === undefined ? [] : [[databaseName, content] as const];
  });
  return {
    table: entityName(entity, reading),
    entity: entity.name,
    properties: Object.fromEntries(properties),
    ...compact({ contents: contents.length === 0 ? undefined : Object.fromEntries(contents) }),
  };
}

/** What TypeORM's own types keep in a text. */
const textContents: Readonly<Record<string, TextContent>> = {
  "simple-array": "list",
  "simple-json": "json",
};

function isJunction(entity: OrmEntity): boolean {
  return entity.tableType === "junction";
}

function merge(first: Table, second: Table, entity: OrmEntity): Table {
  return isJunction(entity) ? addJunction(first, second) : mergeTables(first, second);
}

function noteShared(first: Table, second: Table, reading: Reading): void {
  for (const column of second.columns) {
    const other = first.columns.find(({ name }) => name === column.name);
    if (other === undefined || JSON.stringify(other) === JSON.stringify(column)) continue;
    reading.note(
      `Several entities share the table "${nameText(second)}" and describe its column "${column.name}" differently; one of them is taken. Give the others a table of their own, or synchronize: false.`,
    );
  }
}

function enumOwners(
  entities: readonly OrmEntity[],
  reading: Reading,
): { table: QualifiedName; column: OrmEntity["columns"][number] }[] {
  const { driver } = reading.dataSource;
  return entities.flatMap((entity) => {
    const table = entityName(entity, reading);
    const columns = columnsOf(entity).filter((column) => driver.normalizeType(column) === "enum");
    return columns.map((column) => ({ table, column }));
  });
}

/** TypeORM keeps only the given name of such an index; its columns are not resolved. */
function unmanagedIndexes(
  entity: OrmEntity,
  reading: Reading,
): { table: QualifiedName; name: string }[] {
  const table = entityName(entity, reading);
  return entity.indices.flatMap(({ synchronize, name }) =>
    synchronize || !name ? [] : [{ table, name }],
  );
}

function concurrentIndexes(
  entity: OrmEntity,
  reading: Reading,
): { table: QualifiedName; name: string }[] {
  const table = entityName(entity, reading);
  return entity.indices.flatMap(({ synchronize, isConcurrent, name = "" }) =>
    synchronize && isConcurrent === true ? [{ table, name }] : [],
  );
}

function noEntities(options: OrmOptions): string {
  const listed = options["entities"];
  const patterns = Array.isArray(listed) ? listed.filter((each) => typeof each === "string") : [];
  return patterns.length === 0
    ? 'The data source lists no entities: add them to its "entities".'
    : `No file matched by "entities" exports an entity: ${patterns.map((each) => `"${each}"`).join(", ")}.`;
}

/** The extensions that TypeORM would install when it connects; none where the data source forbids it. */
function readExtensions(entities: readonly OrmEntity[], reading: Reading): Extension[] {
  const { options, dialect } = reading;
  const { extensions } = dialect.orm;
  if (extensions === undefined || options["installExtensions"] === false) return [];
  const needed = extensions
    .filter((extension) => isNeeded(extension, entities, reading))
    .map(({ name, option }) => {
      const stated = option === undefined ? undefined : options[option];
      return typeof stated === "string" ? stated : name;
    });
  const names = new Set([...needed, ...namesIn(options["extensions"])]);
  return [...names].map((name) => ({ name }));
}

function isNeeded(
  { types = [], strategy, exclusions }: OrmExtension,
  entities: readonly OrmEntity[],
  { dataSource }: Reading,
): boolean {
  if (exclusions && entities.some((entity) => entity.exclusions.length > 0)) return true;
  const its = types === "spatial" ? dataSource.driver.spatialTypes : types;
  return entities
    .flatMap(columnsOf)
    .some(
      ({ type, generationStrategy }) =>
        (typeof type === "string" && its.includes(type)) ||
        (strategy !== undefined && generationStrategy === strategy),
    );
}

function namesIn(option: unknown): string[] {
  return Array.isArray(option) ? option.filter((name) => typeof name === "string") : [];
}
