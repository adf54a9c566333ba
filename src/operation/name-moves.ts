import type { Constraint } from "../schema/constraint.js";
import type { Index } from "../schema/index-definition.js";
import { foldName } from "../schema/name.js";
import { constraintsOf, type Table } from "../schema/table.js";
import type { Operation } from "./operation.js";

/** Names that an operation frees and takes, of those that only one table of a database can have, in some products. */
export type NameMoves = {
  readonly frees: readonly string[];
  readonly takes: readonly string[];
};

/** Does the one free a name that the other takes? Then they must keep their order. */
export function contend(left: Operation, right: Operation): boolean {
  const [one, other] = [nameMoves(left), nameMoves(right)];
  return meet(one.frees, other.takes) || meet(other.frees, one.takes);
}

function meet(left: readonly string[], right: readonly string[]): boolean {
  return left.some((name) => right.includes(name));
}

function nameMoves(operation: Operation): NameMoves {
  switch (operation.kind) {
    case "createTable":
      return { frees: [], takes: tableNames(operation.table) };
    case "dropTable":
      return { frees: tableNames(operation.table), takes: [] };
    case "createIndex":
      return { frees: [], takes: indexNames([operation.index]) };
    case "dropIndex":
      return { frees: indexNames([operation.index]), takes: [] };
    case "renameIndex":
      return { frees: [indexName(operation.from)], takes: [indexName(operation.to)] };
    case "createConstraint":
      return { frees: [], takes: constraintNames([operation.constraint]) };
    case "dropConstraint":
      return { frees: constraintNames([operation.constraint]), takes: [] };
    case "renameConstraint": {
      const { constraint, to } = operation;
      const renamed = { ...constraint, name: to };
      return { frees: constraintNames([constraint]), takes: constraintNames([renamed]) };
    }
    default:
      return { frees: [], takes: [] };
  }
}

function tableNames(table: Table): readonly string[] {
  return [...indexNames(table.indexes), ...constraintNames(constraintsOf(table))];
}

function indexNames(indexes: readonly Index[]): readonly string[] {
  return indexes.map(({ name }) => indexName(name));
}

function indexName(name: string): string {
  return `index ${foldName(name)}`;
}

/** Keys of other kinds are indexes of their own table where changes are joined. */
function constraintNames(constraints: readonly Constraint[]): readonly string[] {
  return constraints
    .filter(({ kind }) => kind === "foreignKey" || kind === "check")
    .flatMap(({ kind, name }) => (name === undefined ? [] : [`${kind} ${foldName(name)}`]));
}
