import type { Constraint } from "../../src/schema/constraint.js";
import type { Index } from "../../src/schema/index-definition.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { Table } from "../../src/schema/table.js";
import { automaticEnumName } from "./enum-type.js";
import type { OrmNamingStrategy } from "./orm.js";

type Named = Constraint | Index;

/**
 * Would the naming strategy give this name to this object? What it hashes may have changed since (a column renamed,
 * an expression as the server prints it), so the shape of TypeORM's own names counts too, where the strategy names
 * such objects TypeORM's way.
 */
export function generatesName(
  strategy: OrmNamingStrategy | undefined,
  table: Table,
  object: Named,
): boolean {
  if (object.name === undefined) return isUnnamedByOrm(object);
  const rule = "kind" in object ? rules[object.kind] : indexRule;
  if (isTypeormsOwn(strategy, rule.method) && rule.shape.test(object.name)) return true;
  return strategy !== undefined && candidates(strategy, table, object).includes(object.name);
}

/** On SQLite TypeORM names neither primary keys nor the CHECK of an enumeration. */
function isUnnamedByOrm(object: Named): boolean {
  if (!("kind" in object)) return false;
  if (object.kind === "primaryKey") return true;
  return object.kind === "check" && /^\s*"(?:[^"]|"")+"\s+IN\s*\(/i.test(object.expression);
}

type Rule = { readonly method: keyof OrmNamingStrategy; readonly shape: RegExp };

const indexRule: Rule = { method: "indexName", shape: /^(?:IDX|REL)_[0-9a-f]{26}$/ };

const rules: Readonly<Record<Constraint["kind"], Rule>> = {
  primaryKey: { method: "primaryKeyName", shape: /^PK_[0-9a-f]{27}$/ },
  unique: { method: "uniqueConstraintName", shape: /^(?:UQ_[0-9a-f]{27}|REL_[0-9a-f]{26})$/ },
  check: { method: "checkConstraintName", shape: /^CHK_[0-9a-f]{26}(?:_ENUM)?$/ },
  exclude: { method: "exclusionConstraintName", shape: /^XCL_[0-9a-f]{26}$/ },
  foreignKey: { method: "foreignKeyName", shape: /^FK_[0-9a-f]{27}$/ },
};

/** Is this method the one of TypeORM's default strategy, itself or inherited? */
function isTypeormsOwn(
  strategy: OrmNamingStrategy | undefined,
  method: keyof OrmNamingStrategy,
): boolean {
  if (strategy === undefined) return true;
  let owner: unknown = strategy;
  while (typeof owner === "object" && owner !== null && !Object.hasOwn(owner, method)) {
    owner = Object.getPrototypeOf(owner);
  }
  return (
    typeof owner === "object" &&
    owner !== null &&
    owner.constructor.name === "DefaultNamingStrategy" &&
    Object.hasOwn(owner, "constructor")
  );
}

/** The names that the strategy gives to an object of this kind over these columns or this expression. */
function candidates(strategy: OrmNamingStrategy, table: Table, object: Named): string[] {
  if (!("kind" in object)) return indexNames(strategy, table, object);
  switch (object.kind) {
    case "primaryKey":
      return [strategy.primaryKeyName(table.name, [...object.columns])];
    case "unique":
      return [
        strategy.uniqueConstraintName(table.name, [...object.columns]),
        strategy.relationConstraintName(table.name, [...object.columns]),
      ];
    case "check":
      return [strategy.checkConstraintName(table.name, object.expression)];
    case "exclude":
      return [strategy.exclusionConstraintName(table.name, object.expression)];
    case "foreignKey": {
      const { columns, references, referencedColumns } = object;
      return [
        strategy.foreignKeyName(table.name, [...columns], references.name, [...referencedColumns]),
      ];
    }
  }
}

function indexNames(strategy: OrmNamingStrategy, table: Table, index: Index): string[] {
  const columns = index.keys.flatMap(({ column }) => (column === undefined ? [] : [column]));
  return [
    strategy.indexName(table.name, [...columns], index.where),
    strategy.relationConstraintName(table.name, [...columns]),
  ];
}

/** Is this the name that TypeORM makes for the enum of some column of these tables? The server cuts off what is longer than so many bytes, silently. */
export function generatesEnumName(
  name: QualifiedName,
  tables: readonly Table[],
  longestName?: number,
): boolean {
  return tables
    .filter((table) => table.schema === name.schema)
    .some((table) =>
      table.columns.some((column) => {
        const made = automaticEnumName(table, { databaseName: column.name });
        return made === name.name || cut(made, longestName) === name.name;
      }),
    );
}

function cut(name: string, longestName: number | undefined): string {
  return Buffer.from(name, "utf8").subarray(0, longestName).toString("utf8");
}
