import { compact } from "../../src/schema/compact.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { OrmFacts } from "../../src/plugin/orm.js";
import type { OrmOptions } from "./orm.js";

/** The tables that TypeORM keeps for itself, by the names that these options give them. */
export function readReserved(options: OrmOptions, orm: OrmFacts): QualifiedName[] {
  return [
    migrationTable(options, orm),
    recordTable(options, orm),
    ownTable(cacheTable(options["cache"]) ?? "query-result-cache", options, orm),
  ];
}

/** Where TypeORM writes down which migrations it has run. */
export function migrationTable(options: OrmOptions, orm: OrmFacts): QualifiedName {
  return ownTable(textIn(options["migrationsTableName"]) ?? "migrations", options, orm);
}

/** Where TypeORM writes down the texts of views and generated columns. */
export function recordTable(options: OrmOptions, orm: OrmFacts): QualifiedName {
  return ownTable(textIn(options["metadataTableName"]) ?? "typeorm_metadata", options, orm);
}

function ownTable(name: string, options: OrmOptions, { places }: OrmFacts): QualifiedName {
  const schema = places === "schema" ? textIn(options["schema"]) : undefined;
  return compact({ schema, name });
}

function cacheTable(cache: unknown): string | undefined {
  if (typeof cache !== "object" || cache === null) return undefined;
  return textIn(Reflect.get(cache, "tableName"));
}

function textIn(option: unknown): string | undefined {
  return typeof option === "string" && option !== "" ? option : undefined;
}
