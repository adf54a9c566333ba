import type { DiffObject } from "../diff/diff-object.js";
import { diff, type Difference, type DiffRequest } from "../diff/diff.js";
import type { Source } from "../plugin/source.js";
import type { Constraint } from "../schema/constraint.js";
import { findTable, findView, type Schema } from "../schema/schema.js";
import { constraintsOf } from "../schema/table.js";
import { nameText, sameName } from "../schema/name.js";

export type OwnershipRequest = Pick<DiffRequest, "from" | "to" | "renames"> & {
  readonly source: Source;
  /** Tables that neither the entities nor the history know. */
  readonly unmanaged: "keep" | "drop";
  /** What the revisions have created; asked only where something is undecided without it. */
  readonly history: () => Promise<Schema>;
};

/**
 * The difference, in which nothing is dropped that is not ours: only what the entities still name in another form, what
 * carries a name that the ORM generates, and what the revisions have created and an entity could ask for.
 */
export async function diffOwned(request: OwnershipRequest): Promise<Difference> {
  const undecided: DiffObject[] = [];
  const first = diff({
    ...request,
    owns: (object) => {
      const owned = isOwned(request, object);
      if (owned === undefined) undecided.push(object);
      return owned ?? false;
    },
  });
  if (undecided.length === 0) return first;
  const history = await request.history();
  if (!undecided.some((object) => has(history, object))) return first;
  const owns = (object: DiffObject): boolean =>
    isOwned(request, object) ?? (has(history, object) && isExpressible(request, object));
  const { operations, unmanaged } = diff({ ...request, owns });
  return { operations, unmanaged: unmanaged.filter((object) => !has(history, object)) };
}

/** What entities have no words for stays: that they do not name it says nothing. */
function isExpressible({ source }: OwnershipRequest, object: DiffObject): boolean {
  const { kind } = object;
  const isPart = kind === "index" || kind === "constraint" || kind === "sequence";
  return !isPart || source.expresses?.(object) !== false;
}

/** `undefined`: only the history can tell. */
function isOwned(request: OwnershipRequest, object: DiffObject): true | undefined {
  switch (object.kind) {
    case "table":
      return request.unmanaged === "drop" ? true : undefined;
    case "enum":
      return request.source.generatesEnumName(object.name, request.from.tables) ? true : undefined;
    case "index":
    case "constraint":
      return isGenerated(request, object) || losesColumn(request, object) ? true : undefined;
    default:
      return undefined;
  }
}

type Part = Extract<DiffObject, { readonly kind: "index" | "constraint" }>;

/** A table has one primary key: the entities' own takes the place of any other. */
function isGenerated({ source, from }: OwnershipRequest, part: Part): boolean {
  const table = findTable(from, part.table);
  if (table === undefined) return false;
  if (part.kind === "constraint" && part.object.kind === "primaryKey") return true;
  return source.generatesName(table, part.object);
}

/** What stands on a column that goes, goes with it. */
function losesColumn({ from, to, renames = [] }: OwnershipRequest, part: Part): boolean {
  const after = findTable(to, part.table);
  const before = findTable(from, part.table);
  if (after === undefined || before === undefined) return false;
  const renamed = renames.flatMap((rename) => (rename.kind === "column" ? [rename.from] : []));
  const kept = new Set([...after.columns.map(({ name }) => name), ...renamed]);
  return columnsOf(part).some((column) => !kept.has(column));
}

function columnsOf({ object }: Part): readonly string[] {
  if ("keys" in object) return object.keys.flatMap(({ column }) => column ?? []);
  return "columns" in object ? object.columns : [];
}

/** Has the history created this? */
function has(history: Schema, object: DiffObject): boolean {
  switch (object.kind) {
    case "table":
      return findTable(history, object.name) !== undefined;
    case "view":
      return findView(history, object.name) !== undefined;
    case "enum":
      return history.enums.some((type) => sameName(type, object.name));
    case "sequence":
      return history.sequences.some((sequence) => sameName(sequence, object.name));
    case "schema":
      return history.schemas.includes(object.name);
    case "index": {
      const owner = findTable(history, object.table) ?? findView(history, object.table);
      return owner?.indexes.some(({ name }) => name === object.name) ?? false;
    }
    case "constraint": {
      const table = findTable(history, object.table);
      return table !== undefined && constraintsOf(table).some((own) => isSame(own, object.object));
    }
  }
}

/** A constraint that the revision left without a name has one that the database chose. */
function isSame(created: Constraint, held: Constraint): boolean {
  if (created.kind !== held.kind) return false;
  if (created.name !== undefined && held.name !== undefined) return created.name === held.name;
  return substanceOf(created) === substanceOf(held);
}

function substanceOf(constraint: Constraint): string {
  if ("expression" in constraint) return constraint.expression.replace(/[\s()]/g, "");
  const { columns } = constraint;
  return constraint.kind === "foreignKey"
    ? JSON.stringify([columns, nameText(constraint.references), constraint.referencedColumns])
    : JSON.stringify(columns);
}
