import type { OrmExtension } from "../../src/plugin/orm.js";
import type { Extension } from "../../src/schema/schema.js";
import type { OrmEntity } from "./orm.js";
import { columnsOf } from "./table.js";
import type { Reading } from "./reading.js";

/** The extensions that TypeORM would install when it connects; none where the data source forbids it. */
export function readExtensions(entities: readonly OrmEntity[], reading: Reading): Extension[] {
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
