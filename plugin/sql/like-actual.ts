import type { Column } from "../../src/schema/column.js";
import { compact } from "../../src/schema/compact.js";
import { sameValue } from "../../src/schema/equality.js";
import type { Index, IndexKey } from "../../src/schema/index-definition.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { Lookup } from "./lookup.js";

/** What a dialect takes for the same when it reads names and expressions. False is no answer: the server may say both alike. */
export type Alike = {
  readonly name: (left: string, right: string) => boolean;
  readonly expression: (left: string, right: string) => boolean;
};

/**
 * The wanted things in the words of their namesakes in the database. One that equals its namesake becomes that very
 * object, so that nothing else has to look at it: most things are as they are wanted.
 */
export function likeEach<Named extends QualifiedName>(
  wanted: readonly Named[],
  held: Lookup<Named>,
  like: (wanted: Named, actual: Named | undefined) => Named,
): readonly Named[] {
  return wanted.map((each) => {
    const actual = held(each);
    return actual !== undefined && sameValue(each, actual) ? actual : like(each, actual);
  });
}

/** What a computed column is computed by, in the words of the database where they mean the same. */
export function likeGenerated(
  { generated: asked }: Column,
  { generated: held }: Column,
  alike: Alike,
): Column["generated"] {
  if (asked?.kind !== "expression" || held?.kind !== "expression") return asked;
  return alike.expression(asked.expression, held.expression)
    ? { ...asked, expression: held.expression }
    : asked;
}

/** The index with the keys and the predicate of the one in the database, where these are what is wanted. */
export function likeIndex(wanted: Index, actual: Index, alike: Alike): Index {
  const { keys, where } = wanted;
  const sameWhere =
    where !== undefined && actual.where !== undefined && alike.expression(where, actual.where);
  const sameKeys =
    keys.length === actual.keys.length &&
    keys.every((key, at) => saysLess(key, actual.keys[at], alike));
  return compact({
    ...wanted,
    name: actual.name,
    keys: sameKeys ? actual.keys : keys,
    where: sameWhere ? actual.where : where,
  });
}

/** A wanted key that says nothing of direction, collation or prefix accepts the one there is. */
function saysLess(wanted: IndexKey, actual: IndexKey | undefined, alike: Alike): boolean {
  if (actual === undefined) return false;
  const { collation = actual.collation, length = actual.length } = wanted;
  const isWider = collation === actual.collation && length === actual.length;
  const directed = wanted.descending !== true || actual.descending === true;
  return (
    isWider &&
    directed &&
    sameText(wanted.column, actual.column, alike.name) &&
    sameText(wanted.expression, actual.expression, alike.expression)
  );
}

function sameText(
  left: string | undefined,
  right: string | undefined,
  same: (left: string, right: string) => boolean,
): boolean {
  return left === undefined || right === undefined ? left === right : same(left, right);
}
