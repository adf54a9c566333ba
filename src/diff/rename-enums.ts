import type { Operation } from "../operation/operation.js";
import type { Column } from "../schema/column.js";
import type { Enum } from "../schema/enum.js";
import { nameKey, type QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Pair } from "./match.js";
import { match } from "./match.js";
import { orderRenamings, renamingOf } from "./renaming.js";

/**
 * The enum types whose column now wants a type of another name: they are renamed, and the values stay. Names may be swapped.
 * Types that are not ours, and those that a column keeps, are left as they are.
 */
export function renameEnums(
  from: Schema,
  to: Schema,
  owns: (type: Enum) => boolean,
): readonly Operation[] {
  const pairs = keptColumns(from, to).flatMap(enumPair);
  const staying = pairs.filter((pair) => !isMoved(pair)).map((pair) => nameKey(pair.from));
  const leaving = from.enums.filter((type) => !staying.includes(nameKey(type)) && owns(type));
  const moves = uniqueMoves(pairs.filter(isMoved), new Set(leaving.map(nameKey)));
  const possible = whereFree(moves, new Set(from.enums.map(nameKey)));
  return orderRenamings(possible.map((pair) => renamingOf("renameEnum", pair.from, pair.to)));
}

function keptColumns(from: Schema, to: Schema): readonly Pair<Column>[] {
  const tables = match(from.tables, to.tables, nameKey).kept;
  return tables.flatMap(
    (table) => match(table.from.columns, table.to.columns, (column) => column.name).kept,
  );
}

function enumPair({ from, to }: Pair<Column>): readonly Pair<QualifiedName>[] {
  const [old, wanted] = [from.type.enumName, to.type.enumName];
  return old === undefined || wanted === undefined ? [] : [{ from: old, to: wanted }];
}

function isMoved({ from, to }: Pair<QualifiedName>): boolean {
  return nameKey(from) !== nameKey(to);
}

/** Of several columns with one type, or several that want one, the first decides. */
function uniqueMoves(
  pairs: readonly Pair<QualifiedName>[],
  leaving: Set<string>,
): readonly Pair<QualifiedName>[] {
  const coming = new Set(pairs.map(({ to }) => nameKey(to)));
  return pairs.filter(({ from, to }) => {
    if (!leaving.has(nameKey(from)) || !coming.delete(nameKey(to))) return false;
    return leaving.delete(nameKey(from));
  });
}

/** Those whose new name nobody has, or somebody who moves as well. */
function whereFree(
  moves: readonly Pair<QualifiedName>[],
  held: ReadonlySet<string>,
): readonly Pair<QualifiedName>[] {
  const leaving = new Set(moves.map(({ from }) => nameKey(from)));
  const possible = moves.filter(({ to }) => !held.has(nameKey(to)) || leaving.has(nameKey(to)));
  return possible.length === moves.length ? moves : whereFree(possible, held);
}
