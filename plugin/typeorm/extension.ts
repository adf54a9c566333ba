import type { Extension } from "../../src/schema/schema.js";
import type { OrmColumn, OrmEntity } from "./orm.js";
import { columnsOf } from "./table.js";
import type { Reading } from "./reading.js";

/** The extensions that TypeORM would install when it connects to PostgreSQL; none where the data source forbids it. */
export function readExtensions(entities: readonly OrmEntity[], reading: Reading): Extension[] {
  const { options } = reading;
  if (reading.family !== "postgres" || options["installExtensions"] === false) return [];
  const columns = entities.flatMap(columnsOf);
  const needed = rules
    .filter(({ isNeeded }) => columns.some((column) => isNeeded(column, reading)))
    .map(({ name }) => (name === uuid ? uuidExtension(options["uuidExtension"]) : name));
  const excluded = entities.some((entity) => entity.exclusions.length > 0) ? ["btree_gist"] : [];
  const names = new Set([...needed, ...excluded, ...namesIn(options["extensions"])]);
  return [...names].map((name) => ({ name }));
}

const uuid = "uuid-ossp";

type Rule = {
  readonly name: string;
  readonly isNeeded: (column: OrmColumn, reading: Reading) => boolean;
};

const rules: readonly Rule[] = [
  { name: uuid, isNeeded: ({ generationStrategy }) => generationStrategy === "uuid" },
  { name: "citext", isNeeded: ({ type }) => type === "citext" },
  { name: "hstore", isNeeded: ({ type }) => type === "hstore" },
  {
    name: "postgis",
    isNeeded: ({ type }, { dataSource }) =>
      typeof type === "string" && dataSource.driver.spatialTypes.includes(type),
  },
  { name: "cube", isNeeded: ({ type }) => type === "cube" },
  { name: "ltree", isNeeded: ({ type }) => type === "ltree" },
  { name: "vector", isNeeded: ({ type }) => type === "vector" || type === "halfvec" },
];

function uuidExtension(option: unknown): string {
  return typeof option === "string" ? option : uuid;
}

function namesIn(option: unknown): string[] {
  return Array.isArray(option) ? option.filter((name) => typeof name === "string") : [];
}
