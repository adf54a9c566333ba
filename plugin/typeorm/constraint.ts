import { compact } from "../../src/schema/compact.js";
import type {
  CheckConstraint,
  Deferrable,
  ExcludeConstraint,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  UniqueConstraint,
} from "../../src/schema/constraint.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { nameText } from "../../src/schema/name.js";
import type { OrmConstraints } from "../../src/plugin/orm.js";
import type { OrmColumn, OrmEntity, OrmForeignKey } from "./orm.js";
import { areTogether, entityName } from "./reading.js";
import type { Reading } from "./reading.js";

export function readPrimaryKey(
  columns: readonly OrmColumn[],
  table: QualifiedName,
  reading: Reading,
): PrimaryKey | undefined {
  const keys = columns.filter((column) => column.isPrimary);
  const [first] = keys;
  if (first === undefined) return undefined;
  const names = keys.map((column) => column.databaseName);
  const named = reading.dialect.orm.constraints.namedPrimaryKeys === true;
  const { namingStrategy } = reading.dataSource;
  const name =
    first.primaryKeyConstraintName || namingStrategy.primaryKeyName(nameText(table), [...names]);
  return compact({ kind: "primaryKey", name: named ? name : undefined, columns: names } as const);
}

export function readUniques(entity: OrmEntity, reading: Reading): UniqueConstraint[] {
  const { constraints } = reading.dialect.orm;
  return madeUniques(entity, constraints).map(({ name, columns, deferrable }) =>
    compact({
      kind: "unique",
      name,
      columns: columns.map((column) => column.databaseName),
      deferrable: constraints.deferrableUniques ? readDeferrable(deferrable) : undefined,
    } as const),
  );
}

/**
 * Of several over the same columns, such as `unique: true` on the join column of a one-to-one, a server may make the first
 * when TypeORM creates the table, and TypeORM asks for no other.
 */
function madeUniques(
  { uniques }: OrmEntity,
  { distinctUniques }: OrmConstraints,
): OrmEntity["uniques"] {
  if (distinctUniques !== true) return uniques;
  const keyOf = ({ columns, deferrable }: (typeof uniques)[number]): string =>
    JSON.stringify([columns.map(({ databaseName }) => databaseName), deferrable]);
  const first = new Map([...uniques].reverse().map((unique) => [keyOf(unique), unique]));
  return uniques.filter((unique) => first.get(keyOf(unique)) === unique);
}

export function readChecks(entity: OrmEntity, reading: Reading): CheckConstraint[] {
  const { orm, ddl } = reading.dialect;
  const written = (expression: string): string =>
    orm.constraints.doubleQuotedTexts
      ? requoted(expression, entity.columns, ddl.quoteName)
      : expression;
  return entity.checks.map(({ name, expression }) => ({
    kind: "check",
    name,
    expression: written(expression),
  }));
}

/**
 * TypeORM never writes a CHECK where double quotes hold texts, so nobody noticed there that "price" > 0, as its manual
 * writes it, compares a text: between double quotes, what is the name of a column is meant as one.
 */
function requoted(
  expression: string,
  columns: readonly OrmColumn[],
  quoteName: (name: QualifiedName) => string,
): string {
  const names = new Set(columns.map(({ databaseName }) => databaseName));
  return expression.replaceAll(
    /'(?:[^'\\]|\\.|'')*'|"([^"]+)"/g,
    (text: string, quoted: string | undefined) =>
      quoted !== undefined && names.has(quoted) ? quoteName({ name: quoted }) : text,
  );
}

export function readExclusions(entity: OrmEntity, reading: Reading): ExcludeConstraint[] {
  if (!reading.dialect.capabilities.exclusionConstraints) {
    for (const { name } of entity.exclusions) {
      reading.note(`The exclusion constraint "${name}" is left out: this database has none.`);
    }
    return [];
  }
  return entity.exclusions.map(({ name, expression, deferrable }) =>
    compact({
      kind: "exclude",
      name,
      expression,
      deferrable: readDeferrable(deferrable),
    } as const),
  );
}

export function readForeignKeys(entity: OrmEntity, reading: Reading): ForeignKey[] {
  return entity.foreignKeys.flatMap((key) => {
    const other = key.referencedEntityMetadata;
    if (areTogether(entity, other, reading)) return [readForeignKey(key, reading)];
    reading.note(
      `The foreign key "${key.name}" from "${entity.tableName}" to "${other.tableName}" is left out: none of SQLite leads to another file.`,
    );
    return [];
  });
}

function readForeignKey(key: OrmForeignKey, reading: Reading): ForeignKey {
  return compact({
    kind: "foreignKey",
    name: key.name,
    columns: [...key.columnNames],
    references: entityName(key.referencedEntityMetadata, reading),
    referencedColumns: [...key.referencedColumnNames],
    onDelete: readAction(key.onDelete),
    onUpdate: readAction(key.onUpdate),
    deferrable: reading.dialect.capabilities.deferrableConstraints
      ? readDeferrable(key.deferrable)
      : undefined,
  } as const);
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  RESTRICT: "RESTRICT",
  CASCADE: "CASCADE",
  "SET NULL": "SET NULL",
  "SET DEFAULT": "SET DEFAULT",
};

function readAction(action: string | undefined): ReferentialAction {
  return actions[(action ?? "").toUpperCase()] ?? "NO ACTION";
}

function readDeferrable(deferrable: string | undefined): Deferrable | undefined {
  if (!deferrable) return undefined;
  return deferrable.toUpperCase() === "INITIALLY DEFERRED"
    ? "INITIALLY DEFERRED"
    : "INITIALLY IMMEDIATE";
}
