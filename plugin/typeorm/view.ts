import { compact } from "../../src/schema/compact.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { nameKey, nameText, sameName } from "../../src/schema/name.js";
import type { View } from "../../src/schema/view.js";
import { readIndexes } from "./index-definition.js";
import type { OrmDataSource, OrmEntity, OrmQuery } from "./orm.js";
import { entityName } from "./reading.js";
import type { Reading } from "./reading.js";
import { messageOf } from "../../src/error/thrown.js";

/** A view entity. `all` are the entities that its text may read. */
export function readView(entity: OrmEntity, all: readonly OrmEntity[], reading: Reading): View {
  const name = entityName(entity, reading);
  const materialized =
    reading.dialect.capabilities.materializedViews && !!entity.tableMetadataArgs.materialized;
  const query = queryOf(entity, name, reading.dataSource);
  const definition = trimStatement(typeof query === "string" ? query : query.getQuery());
  const read = [
    ...statedDependencies(entity, all),
    ...(typeof query === "string" ? [] : queriedEntities(query)),
    ...mentionedEntities(definition, all, reading),
  ];
  const dependsOn = distinct(read.map((other) => entityName(other, reading))).filter(
    (other) => !sameName(other, name),
  );
  return compact({
    ...name,
    definition,
    materialized,
    indexes: materialized ? readIndexes(entity, reading) : [],
    dependsOn: dependsOn.length > 0 ? dependsOn : undefined,
  });
}

/** The text of a view as TypeORM writes it down, and compares it. */
export function recordedText(entity: OrmEntity, reading: Reading): string {
  const query = queryOf(entity, entityName(entity, reading), reading.dataSource);
  return typeof query === "string" ? query.trim() : query.getQuery();
}

function queryOf(
  entity: OrmEntity,
  name: QualifiedName,
  dataSource: OrmDataSource,
): string | OrmQuery {
  const { expression } = entity;
  if (expression === undefined || typeof expression === "string") return expression ?? "";
  try {
    return expression(dataSource);
  } catch (error) {
    const words = messageOf(error);
    throw new AthanorError({
      code: "ENTITY_REJECTED",
      message: `The expression of view "${nameText(name)}" cannot be built: ${words}`,
      suggestions: [
        "Build the query from the data source that the function is called with: expression: (dataSource) => dataSource.createQueryBuilder()...",
      ],
      facts: { view: name },
      cause: error,
    });
  }
}

function trimStatement(text: string): string {
  return text.trim().replace(/[;\s]+$/, "");
}

/** `dependsOn` of `@ViewEntity`: classes or entity names. */
function statedDependencies(entity: OrmEntity, all: readonly OrmEntity[]): OrmEntity[] {
  const stated = entity.dependsOn;
  if (stated === undefined) return [];
  return all.filter((other) => stated.has(other.target) || stated.has(other.name));
}

function queriedEntities(query: OrmQuery): OrmEntity[] {
  const aliases = query.expressionMap?.aliases ?? [];
  return aliases.flatMap((alias) =>
    alias.hasMetadata && alias.metadata !== undefined ? [alias.metadata] : [],
  );
}

/** Many views name no dependencies; their text follows `from` and `join` with the names of what they read. */
function mentionedEntities(
  definition: string,
  all: readonly OrmEntity[],
  reading: Reading,
): OrmEntity[] {
  const names = new Set(
    [
      ...definition.matchAll(
        /\b(?:from|join)\s+((?:"[^"]+"|`[^`]+`|\w+)(?:\s*\.\s*(?:"[^"]+"|`[^`]+`|\w+))?)/gi,
      ),
    ].map((match) => foldName(match[1] ?? "")),
  );
  return all.filter((other) => {
    const name = entityName(other, reading);
    return names.has(name.name) || names.has(nameText(name));
  });
}

function foldName(text: string): string {
  return text
    .split(".")
    .map((part) => part.trim().replace(/^(["`])(.*)\1$/, "$2"))
    .join(".");
}

function distinct(names: readonly QualifiedName[]): QualifiedName[] {
  return [...new Map(names.map((name) => [nameKey(name), name])).values()];
}
