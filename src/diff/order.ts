import type { Operation } from "../operation/operation.js";
import type { Schema } from "../schema/schema.js";
import { precedenceIn } from "./precedence.js";
import { rankIn } from "./rank.js";
import { sortByPrecedence } from "./sort.js";

/**
 * The operations in an order that a database can follow: what depends on a thing goes before it and comes after it.
 * Where that leaves it open, in the order a person would write: drops, types, tables, columns, constraints, indexes,
 * foreign keys, views. The same operations always give the same order.
 *
 * `from` and `to` are the schemas between which they lead; they tell who uses what.
 */
export function order(
  operations: readonly Operation[],
  { from, to }: { readonly from: Schema; readonly to: Schema },
): readonly Operation[] {
  const precedence = precedenceIn(operations, from, to);
  return sortByPrecedence(operations, precedence, rankIn(operations));
}
