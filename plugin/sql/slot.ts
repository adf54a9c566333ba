import type { ColumnDefault } from "../../src/schema/column-default.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import type { Column, Generated } from "../../src/schema/column.js";
import { compact } from "../../src/schema/compact.js";
import type { Index } from "../../src/schema/index-definition.js";

/** The parts of a table or view that a server says in words of its own, and what each holds. */
export type SlotValues = {
  readonly type: ColumnType;
  readonly default: ColumnDefault;
  /** What a computed column is computed by. */
  readonly generated: Generated & { readonly kind: "expression" };
  /** The expression of a CHECK. */
  readonly check: string;
  /** The expression of an exclusion constraint. */
  readonly exclusion: string;
  readonly index: { readonly keys: Index["keys"]; readonly where: string | undefined };
  /** What a view is defined by. */
  readonly definition: string;
};

export type SlotKind = keyof SlotValues;

/** Where a part stands. */
export type Slot<Kind extends SlotKind = SlotKind> = {
  readonly kind: Kind;
  /** Of the column, constraint or index; undefined for a constraint without a name and for a view's definition. */
  readonly name: string | undefined;
  /** The place of the column, constraint or index in its list. */
  readonly at: number;
};

/** A table or a view, as far as it has slots. */
export type Slotted = {
  /** A view's are names, and have no slots. */
  readonly columns?: readonly (Column | string)[];
  readonly checks?: readonly Texted[];
  readonly exclusions?: readonly Texted[];
  readonly indexes: readonly Index[];
  readonly definition?: string;
};

type Texted = { readonly name?: string; readonly expression: string };

/** Gives a slot another value; undefined leaves it as it is. */
export type Replace = <Kind extends SlotKind>(
  slot: Slot<Kind>,
  value: SlotValues[Kind],
) => SlotValues[Kind] | undefined;

/** Kinds that a column has one of at the most. */
export const columnSlots: ReadonlySet<SlotKind> = new Set(["type", "default", "generated"]);

/** A key that no two slots of a relation share. */
export function slotKey({ kind, at }: Pick<Slot, "kind" | "at">): string {
  return `${kind} ${at}`;
}

/** The relation with other values in some of its slots. All else stays as it is. */
export function replaceSlots<Relation extends Slotted>(
  relation: Relation,
  replace: Replace,
): Relation {
  const { columns, checks, exclusions, indexes, definition } = relation;
  const text = (kind: "check" | "exclusion") => (each: Texted, at: number) => ({
    ...each,
    expression: replace({ kind, name: each.name, at }, each.expression) ?? each.expression,
  });
  return {
    ...relation,
    ...(columns && {
      columns: columns.map((column, at) =>
        typeof column === "string" ? column : replaceInColumn(column, at, replace),
      ),
    }),
    ...(checks && { checks: checks.map(text("check")) }),
    ...(exclusions && { exclusions: exclusions.map(text("exclusion")) }),
    indexes: indexes.map((index, at) => {
      const { keys, where } = index;
      const value = replace({ kind: "index", name: index.name, at }, { keys, where });
      return value === undefined ? index : compact({ ...index, ...value });
    }),
    ...(definition !== undefined && {
      definition: replace({ kind: "definition", name: undefined, at: 0 }, definition) ?? definition,
    }),
  };
}

function replaceInColumn(column: Column, at: number, replace: Replace): Column {
  const { name, type, default: value, generated } = column;
  const computed = generated?.kind === "expression" ? generated : undefined;
  return {
    ...column,
    ...compact({
      type: replace({ kind: "type", name, at }, type),
      default: value && replace({ kind: "default", name, at }, value),
      generated: computed && replace({ kind: "generated", name, at }, computed),
    }),
  };
}

/** The relation with every SQL text in its slots said by `say`. */
export function reword<Relation extends Slotted>(
  relation: Relation,
  say: (sql: string) => string,
): Relation {
  return replaceSlots(relation, ({ kind }, value) => rewordings[kind](value, say));
}

const rewordings: {
  readonly [Kind in SlotKind]: (
    value: SlotValues[Kind],
    say: (sql: string) => string,
  ) => SlotValues[Kind];
} = {
  // Only the name of a type that stands in a schema says more than itself.
  type: (type, say) => (type.name.includes(".") ? { ...type, name: say(type.name) } : type),
  default: (value, say) =>
    value.kind === "expression" ? { ...value, sql: say(value.sql) } : value,
  generated: (generated, say) => ({ ...generated, expression: say(generated.expression) }),
  check: (text, say) => say(text),
  exclusion: (text, say) => say(text),
  index: ({ keys, where }, say) => ({
    keys: keys.map((key) =>
      key.expression === undefined ? key : { ...key, expression: say(key.expression) },
    ),
    where: where === undefined ? undefined : say(where),
  }),
  definition: (text, say) => say(text),
};

export type Held<Kind extends SlotKind> = {
  readonly name: string | undefined;
  readonly value: SlotValues[Kind];
};

/** What slots of one kind hold, with the names that they go by, in the order of their list. */
export function slotsOf<Kind extends SlotKind>(
  relation: Slotted,
  kind: Kind,
): readonly Held<Kind>[] {
  return readers[kind](relation);
}

const readers: {
  readonly [Kind in SlotKind]: (relation: Slotted) => readonly Held<Kind>[];
} = {
  type: (relation) => columnsOf(relation).map(({ name, type }) => ({ name, value: type })),
  default: (relation) =>
    columnsOf(relation).flatMap(({ name, default: value }) =>
      value === undefined ? [] : [{ name, value }],
    ),
  generated: (relation) =>
    columnsOf(relation).flatMap(({ name, generated: value }) =>
      value?.kind === "expression" ? [{ name, value }] : [],
    ),
  check: ({ checks = [] }) => checks.map(heldText),
  exclusion: ({ exclusions = [] }) => exclusions.map(heldText),
  index: ({ indexes }) =>
    indexes.map(({ name, keys, where }) => ({ name, value: { keys, where } })),
  definition: ({ definition: value }) => (value === undefined ? [] : [{ name: undefined, value }]),
};

function columnsOf({ columns = [] }: Slotted): readonly Column[] {
  return columns.flatMap((column) => (typeof column === "string" ? [] : [column]));
}

function heldText({ name, expression }: Texted): {
  readonly name: string | undefined;
  readonly value: string;
} {
  return { name, value: expression };
}

/** What the slot of this name holds. A view has one definition, without a name; what else has no name is not found. */
export function slotValue<Kind extends SlotKind>(
  relation: Slotted,
  { kind, name }: Pick<Slot<Kind>, "kind" | "name">,
): SlotValues[Kind] | undefined {
  const all = slotsOf(relation, kind);
  if (kind === "definition") return all[0]?.value;
  return name === undefined ? undefined : all.find((slot) => slot.name === name)?.value;
}
