import { disturbedBy, givesOf, needsOf } from "../operation/commute.js";
import { footprintOf } from "../operation/footprint.js";
import type { Operation } from "../operation/operation.js";
import { type Precedence, sortByPrecedence } from "./sort.js";
import { rankIn } from "./rank.js";

/**
 * The operations in an order that a database can follow: what depends on a thing goes before it and comes after it.
 * Where that leaves it open, in the order a person would write: names, constraints and indexes that go, types, tables,
 * columns, constraints, indexes, foreign keys, columns and tables that go, views. The same operations always give the same order.
 */
export function order(operations: readonly Operation[]): readonly Operation[] {
  return sortByPrecedence(operations, precedenceIn(operations), rankIn(operations));
}

/** What each operation must come before and after, read from what it has to do with what. */
function precedenceIn(operations: readonly Operation[]): (operation: Operation) => Precedence {
  const enums = operations
    .filter(({ kind }) => kind === "alterEnum")
    .map((operation) => new Set(disturbedBy(footprintOf(operation))));
  return (operation) => {
    if (isRename(operation)) return nothing;
    const precedence = precedenceOf(operation);
    return operation.kind === "alterColumn" ? besideEnums(precedence, enums) : precedence;
  };
}

const nothing: Precedence = { before: [], changes: [], after: [], frees: [], takes: [] };

/** All else speaks of new names already: these come first by their rank. */
function isRename({ kind }: Operation): boolean {
  return ["renameTable", "renameColumn", "renameEnum", "renameSequence"].includes(kind);
}

function precedenceOf(operation: Operation): Precedence {
  const footprint = footprintOf(operation);
  const { frees, takes } = footprint;
  return {
    before: givesOf(footprint),
    changes: disturbedBy(footprint),
    after: needsOf(footprint),
    frees,
    takes,
  };
}

/**
 * A column whose default goes from a value that its enum loses to one that it gains goes first. Between two enums that both
 * change, columns may move both ways: then only what comes after holds.
 */
function besideEnums(precedence: Precedence, enums: readonly ReadonlySet<string>[]): Precedence {
  const { before, after } = precedence;
  const left = enums.filter((changed) => before.some((key) => changed.has(key)));
  const joined = enums.filter((changed) => after.some((key) => changed.has(key)));
  if (left.length === 0 || joined.length === 0) return precedence;
  const own = left.filter((changed) => joined.includes(changed));
  return {
    ...precedence,
    before: before.filter((key) => own.length > 0 || !left.some((changed) => changed.has(key))),
    after: after.filter((key) => !own.some((changed) => changed.has(key))),
  };
}
