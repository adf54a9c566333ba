import type { Enum } from "../schema/enum.js";
import type { Index } from "../schema/index-definition.js";
import type { QualifiedName } from "../schema/name.js";
import { nameKey, nameOf } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Sequence } from "../schema/sequence.js";
import type { Table } from "../schema/table.js";
import type { View } from "../schema/view.js";
import type { TableComparison, Unmanaged } from "./compare-table.js";
import { compareTable } from "./compare-table.js";
import { defaultNames } from "./default-text.js";
import type { DiffObject } from "./diff-object.js";
import type { Match, Pair } from "./match.js";
import { keepSome, match } from "./match.js";
import type { Ownership } from "./ownership.js";
import { indexObject } from "./ownership.js";
import { indexStructure } from "./structure.js";

/** Two schemas side by side. What only the database has and is not ours counts as kept. */
export type SchemaComparison = {
  readonly tables: {
    readonly added: readonly Table[];
    readonly removed: readonly Table[];
    readonly kept: readonly TableComparison[];
  };
  readonly views: Match<View>;
  readonly foreignViews: ReadonlySet<Pair<View>>;
  readonly enums: Match<Enum>;
  readonly sequences: Match<Sequence>;
  readonly removedSchemas: readonly string[];
  readonly unmanaged: readonly Unmanaged[];
};

export function compareSchemas(from: Schema, to: Schema, ownership: Ownership): SchemaComparison {
  const foreign = (object: DiffObject): boolean => !ownership.owns(object);
  const tables = compareNamed(from.tables, to.tables, tableObject, foreign);
  const kept = tables.match.kept.map((pair) => compareTable(pair.from, pair.to, ownership));
  const wanted = new Set(to.tables.map(nameKey));
  const views = compareNamed(from.views, to.views, viewObject, (object, view) => {
    return !wanted.has(nameKey(view)) && foreign(object);
  });
  const settled = views.match.kept.map((pair) => settleIndexes(pair, foreign));
  const needed = neededBy(tables.foreign.map((pair) => pair.from));
  const enums = compareNamed(from.enums, to.enums, enumObject, (object, type) => {
    return needed.enums.has(nameKey(type)) || foreign(object);
  });
  const sequences = compareNamed(from.sequences, to.sequences, sequenceObject, (object, held) => {
    return needed.uses(held) || foreign(object);
  });
  const staying = [...tables.foreign, ...views.foreign, ...enums.foreign, ...sequences.foreign];
  const inhabited = new Set([...staying.map((pair) => pair.from.schema), ...(from.occupied ?? [])]);
  const schemas = from.schemas.filter((name) => !to.schemas.includes(name)).map(schemaObject);
  const isKept = (object: DiffObject): boolean =>
    (object.kind === "schema" && inhabited.has(object.name)) || foreign(object);
  return {
    tables: { ...tables.match, kept },
    views: { ...views.match, kept: settled.map(({ pair }) => pair) },
    foreignViews: new Set(views.foreign),
    enums: enums.match,
    sequences: sequences.match,
    removedSchemas: schemas.filter((object) => !isKept(object)).map(({ name }) => name),
    unmanaged: [
      ...schemas.filter(isKept).map((object) => ({ object })),
      ...tables.unmanaged,
      ...kept.flatMap((table) => table.unmanaged),
      ...views.unmanaged,
      ...settled.flatMap((view) => view.unmanaged),
      ...enums.unmanaged,
      ...sequences.unmanaged,
    ],
  };
}

/** What tables that are not ours stand on: it stays with them, whoever made it. */
function neededBy(tables: readonly Table[]): {
  readonly enums: ReadonlySet<string>;
  readonly uses: (sequence: Sequence) => boolean;
} {
  const columns = tables.flatMap((table) => table.columns);
  const types = columns.flatMap(({ type }) => (type.enumName === undefined ? [] : [type.enumName]));
  return {
    enums: new Set(types.map(nameKey)),
    uses: (sequence) => columns.some((column) => defaultNames(column, sequence.name)),
  };
}

type Named<Item> = {
  readonly match: Match<Item>;
  readonly foreign: readonly Pair<Item>[];
  readonly unmanaged: readonly Unmanaged[];
};

function compareNamed<Item extends QualifiedName>(
  from: readonly Item[],
  to: readonly Item[],
  objectOf: (item: Item) => DiffObject,
  stays: (object: DiffObject, item: Item) => boolean,
): Named<Item> {
  const kept = keepSome(match(from, to, nameKey), (item) => stays(objectOf(item), item));
  return { ...kept, unmanaged: kept.foreign.map((pair) => ({ object: objectOf(pair.from) })) };
}

/** The wanted view with the indexes on it that are not ours. */
function settleIndexes(
  pair: Pair<View>,
  foreign: (object: DiffObject) => boolean,
): { readonly pair: Pair<View>; readonly unmanaged: readonly Unmanaged[] } {
  const { from, to } = pair;
  const names = new Set(to.indexes.map((index) => index.name));
  const isForeign = (index: Index): boolean =>
    !names.has(index.name) && foreign(indexObject(from, index));
  const staying = match(from.indexes, to.indexes, indexStructure).removed.filter(isForeign);
  if (staying.length === 0) return { pair, unmanaged: [] };
  return {
    pair: { from, to: { ...to, indexes: [...to.indexes, ...staying] } },
    unmanaged: staying.map((index) => ({ object: indexObject(from, index) })),
  };
}

function tableObject(object: Table): DiffObject {
  return { kind: "table", name: nameOf(object), object };
}

function viewObject(object: View): DiffObject {
  return { kind: "view", name: nameOf(object), object };
}

function enumObject(object: Enum): DiffObject {
  return { kind: "enum", name: nameOf(object), object };
}

function sequenceObject(object: Sequence): DiffObject {
  return { kind: "sequence", name: nameOf(object), object };
}

function schemaObject(name: string): Extract<DiffObject, { kind: "schema" }> {
  return { kind: "schema", name, object: name };
}
