import type { Operation } from "../operation/operation.js";
import { precedenceIn } from "./precedence.js";
import { rankIn } from "./rank.js";
import { sortByPrecedence } from "./sort.js";

/**
 * The operations in an order that a database can follow: what depends on a thing goes before it and comes after it.
 * Where that leaves it open, in the order a person would write: names, constraints and indexes that go, types, tables,
 * columns, constraints, indexes, foreign keys, columns and tables that go, views. The same operations always give the same order.
 */
export function order(operations: readonly Operation[]): readonly Operation[] {
  return sortByPrecedence(operations, precedenceIn(operations), rankIn(operations));
}
