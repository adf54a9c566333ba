import { compact } from "../../src/schema/compact.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { Family } from "./family.js";
import type { OrmOptions } from "./orm.js";

/** The tables that TypeORM keeps for itself, by the names that these options give them. */
export function readReserved(options: OrmOptions, family: Family): QualifiedName[] {
  return [
    migrationTable(options, family),
    recordTable(options, family),
    ownTable(cacheTable(options["cache"]) ?? "query-result-cache", options, family),
  ];
}

/** Where TypeORM writes down which migrations it has run. */
export function migrationTable(options: OrmOptions, family: Family): QualifiedName {
  return ownTable(textIn(options["migrationsTableName"]) ?? "migrations", options, family);
}

/** Where TypeORM writes down the texts of views and generated columns. */
export function recordTable(options: OrmOptions, family: Family): QualifiedName {
  return ownTable(textIn(options["metadataTableName"]) ?? "typeorm_metadata", options, family);
}

function ownTable(name: string, options: OrmOptions, family: Family): QualifiedName {
  const schema = family === "postgres" ? textIn(options["schema"]) : undefined;
  return compact({ schema, name });
}

function cacheTable(cache: unknown): string | undefined {
  if (typeof cache !== "object" || cache === null) return undefined;
  return textIn(Reflect.get(cache, "tableName"));
}

function textIn(option: unknown): string | undefined {
  return typeof option === "string" && option !== "" ? option : undefined;
}
