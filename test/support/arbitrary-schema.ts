import fc from "fast-check";
import type { Column } from "../../src/schema/column.js";
import type { ColumnDefault } from "../../src/schema/column-default.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import type { CheckConstraint, ForeignKey, UniqueConstraint } from "../../src/schema/constraint.js";
import type { Enum } from "../../src/schema/enum.js";
import type { Index } from "../../src/schema/index-definition.js";
import type { Schema } from "../../src/schema/schema.js";
import { emptySchema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { emptyTable } from "../../src/schema/table.js";
import type { View } from "../../src/schema/view.js";

/** The words that random schemas of one dialect are made of. Texts are written as the dialect reports them. */
export type Vocabulary = {
  /** Types of plain columns, each with a default that fits. Any may become any other. */
  readonly types: readonly { readonly type: ColumnType; readonly default: ColumnDefault }[];
  /** Types of key columns. */
  readonly keyTypes: readonly ColumnType[];
  /** A condition over one column of any of the types; `variant` 0 or 1. */
  readonly check?: (column: string, variant: number) => string;
  /** A column computed from a plain one. */
  readonly computed?: (column: Column) => Column;
  /** The SELECT of some columns of a table or view. */
  readonly view?: (columns: readonly string[], relation: string) => string;
  /** The predicate of a partial index over one column. */
  readonly where?: (column: string) => string;
  readonly enumTypes?: boolean;
  readonly sequences?: boolean;
  readonly schemas?: boolean;
  /** Constraints (and primary keys) have names. Default true. */
  readonly named?: boolean;
  readonly comments?: boolean;
};

export const plainVocabulary: Vocabulary = {
  types: [
    { type: { name: "text" }, default: { kind: "value", value: "x" } },
    { type: { name: "varchar", length: 50 }, default: { kind: "value", value: "y" } },
    { type: { name: "varchar", length: 90 }, default: { kind: "value", value: "z" } },
    { type: { name: "integer" }, default: { kind: "value", value: 7 } },
    { type: { name: "timestamp" }, default: { kind: "expression", sql: "now()" } },
  ],
  keyTypes: [{ name: "integer" }, { name: "bigint" }, { name: "uuid" }],
  check: (column, variant) => `${column} ${variant === 0 ? "IS NOT NULL" : "IS NOT FALSE"}`,
  computed: (column) => ({
    name: "computed",
    type: { name: "text" },
    nullable: true,
    generated: { kind: "expression", expression: `(${column.name})`, stored: true },
  }),
  view: (columns, relation) => `SELECT ${columns.join(", ")} FROM ${relation}`,
  where: (column) => `(${column} IS NOT NULL)`,
  enumTypes: true,
  sequences: true,
  schemas: true,
  comments: true,
};

/** A random schema: tables with all that hangs on them, circular and self references included, enums, views. */
export function arbitrarySchema(vocabulary: Vocabulary = plainVocabulary): fc.Arbitrary<Schema> {
  return plan.map((drawn) => build(drawn, vocabulary));
}

/** Two schemas, the second a changed first: of each part it has either the first's or one drawn anew. */
export function arbitrarySchemaPair(
  vocabulary: Vocabulary = plainVocabulary,
): fc.Arbitrary<readonly [Schema, Schema]> {
  const changes = fc.infiniteStream(fc.nat({ max: 99 }));
  return fc
    .tuple(plan, plan, changes, fc.integer({ min: 0, max: 60 }))
    .map(([first, other, stream, share]) => {
      const changed = mix(first, other, () => (stream.next().value ?? 0) < share) as Plan;
      return [build(first, vocabulary), build(changed, vocabulary)] as const;
    });
}

/** Choices by number, in places of fixed names, so that two plans can be mixed place by place. */
type ColumnPlan = {
  present: boolean;
  type: number;
  nullable: boolean;
  filled: boolean;
  note: number;
};
type IndexPlan = {
  present: boolean;
  columns: readonly number[];
  unique: boolean;
  partial: boolean;
  name: number;
};
type KeyPlan = { present: boolean; columns: readonly number[]; name: number };
type ReferencePlan = { present: boolean; target: number; action: number; name: number };
type TablePlan = {
  present: boolean;
  schema: number;
  key: number;
  composite: boolean;
  keyName: number;
  columns: readonly ColumnPlan[];
  computed: number;
  enum: number;
  enumFilled: number;
  sequence: number;
  uniques: readonly KeyPlan[];
  indexes: readonly IndexPlan[];
  checks: readonly KeyPlan[];
  references: readonly ReferencePlan[];
  note: number;
};
type ViewPlan = { present: boolean; over: number; columns: number; materialized: boolean };
type Plan = {
  tables: readonly TablePlan[];
  enums: readonly { present: boolean; values: readonly string[] }[];
  sequences: readonly { present: boolean; start: number }[];
  views: readonly ViewPlan[];
};

const columnNames = ["alpha", "beta", "gamma", "delta"];
const tableCount = 4;

function list<Value>(value: fc.Arbitrary<Value>, length: number): fc.Arbitrary<readonly Value[]> {
  return fc.array(value, { minLength: length, maxLength: length });
}

const number = fc.nat({ max: 9 });
const often = fc.nat({ max: 3 }).map((drawn) => drawn > 0);
const someColumns = fc.uniqueArray(fc.nat({ max: columnNames.length - 1 }), {
  minLength: 1,
  maxLength: 2,
});
const keyPlan = fc.record({ present: fc.boolean(), columns: someColumns, name: number });

const tablePlan: fc.Arbitrary<TablePlan> = fc.record({
  present: often,
  schema: number,
  key: number,
  composite: fc.boolean(),
  keyName: number,
  columns: list(
    fc.record({
      present: often,
      type: number,
      nullable: fc.boolean(),
      filled: fc.boolean(),
      note: number,
    }),
    columnNames.length,
  ),
  computed: number,
  enum: number,
  enumFilled: number,
  sequence: number,
  uniques: list(keyPlan, 2),
  indexes: list(
    fc.record({
      present: fc.boolean(),
      columns: someColumns,
      unique: fc.boolean(),
      partial: fc.boolean(),
      name: number,
    }),
    3,
  ),
  checks: list(keyPlan, 2),
  references: list(
    fc.record({ present: fc.boolean(), target: number, action: number, name: number }),
    2,
  ),
  note: number,
});

const plan: fc.Arbitrary<Plan> = fc.record({
  tables: list(tablePlan, tableCount),
  enums: list(
    fc.record({
      present: often,
      values: fc.shuffledSubarray(["a", "b", "c", "d"], { minLength: 1 }),
    }),
    2,
  ),
  sequences: list(fc.record({ present: fc.boolean(), start: number }), 2),
  views: list(
    fc.record({ present: fc.boolean(), over: number, columns: number, materialized: fc.boolean() }),
    3,
  ),
});

function mix(first: unknown, other: unknown, changes: () => boolean): unknown {
  if (Array.isArray(first) && Array.isArray(other) && first.every((item) => isRecord(item))) {
    return first.map((item, at): unknown => mix(item, other[at], changes));
  }
  if (isRecord(first) && isRecord(other)) {
    const entries = Object.entries(first);
    return Object.fromEntries(
      entries.map(([key, value]) => [key, mix(value, other[key], changes)]),
    );
  }
  return changes() ? other : first;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function build(drawn: Plan, words: Vocabulary): Schema {
  const enums = words.enumTypes === true ? buildEnums(drawn) : [];
  const sequences =
    words.sequences === true
      ? present(drawn.sequences).map(({ at, item }) => ({
          name: `seq${String(at)}`,
          start: String(item.start + 2),
        }))
      : [];
  const bare = present(drawn.tables).map(({ at, item }) =>
    buildTable(
      item,
      at,
      words,
      enums,
      sequences.map((sequence) => sequence.name),
    ),
  );
  const tables = bare.map((table, at) => {
    const [own] = present(drawn.tables).slice(at, at + 1);
    return own === undefined ? table : addReferences(table, own.item, bare, words);
  });
  return {
    ...emptySchema,
    schemas: words.schemas === true ? [...schemasOf(tables)] : [],
    enums,
    sequences,
    tables,
    views: words.view === undefined ? [] : buildViews(drawn, tables, words.view),
  };
}

function present<Item extends { present: boolean }>(
  items: readonly Item[],
): readonly { at: number; item: Item }[] {
  return items.flatMap((item, at) => (item.present ? [{ at, item }] : []));
}

function pick<Item>(items: readonly Item[], drawn: number): Item | undefined {
  return items[drawn % Math.max(items.length, 1)];
}

function buildEnums(drawn: Plan): readonly Enum[] {
  return present(drawn.enums).map(({ at, item }) => ({
    name: `enum${String(at)}`,
    values: item.values,
  }));
}

function buildTable(
  drawn: TablePlan,
  at: number,
  words: Vocabulary,
  enums: readonly Enum[],
  sequences: readonly string[],
): Table {
  const name = `t${String(at)}`;
  const named = words.named ?? true;
  const plain = present(drawn.columns).flatMap(({ at: place, item }) =>
    buildColumn(columnNames[place] ?? "", item, words),
  );
  const id: Column = {
    name: "id",
    type: pick(words.keyTypes, drawn.key) ?? { name: "integer" },
    nullable: false,
  };
  const held = plain.map((column) => column.name);
  const first = plain[0];
  const hasComputed = first !== undefined && drawn.computed > 5 && words.computed !== undefined;
  const columns = [
    id,
    ...plain,
    ...(hasComputed && words.computed ? [words.computed(first)] : []),
    ...enumColumn(drawn, enums),
    ...sequenceColumn(drawn, sequences),
  ];
  const key =
    drawn.composite && plain.some((c) => c.name === "alpha" && !c.nullable)
      ? ["id", "alpha"]
      : ["id"];
  const inSchema = words.schemas === true && drawn.schema > 7 ? { schema: "extra" } : {};
  return {
    ...emptyTable({ ...inSchema, name }),
    columns,
    primaryKey: {
      kind: "primaryKey",
      ...(named && { name: `pk_${name}_${String(drawn.keyName % 2)}` }),
      columns: key,
    },
    uniques: [
      // Foreign keys always have the id to rest on.
      ...(key.length > 1 ? [uniqueOn(["id"], `uq_${name}_id`, named)] : []),
      ...buildUniques(drawn, name, held, named),
    ],
    checks: buildChecks(drawn, name, held, words),
    indexes: buildIndexes(drawn, name, [...held, ...(hasComputed ? ["computed"] : [])], words),
    ...(words.comments === true && drawn.note > 6 && { comment: `note ${String(drawn.note)}` }),
  };
}

function buildColumn(name: string, drawn: ColumnPlan, words: Vocabulary): readonly Column[] {
  const drawnType = pick(words.types, drawn.type);
  if (drawnType === undefined) return [];
  return [
    {
      name,
      type: drawnType.type,
      nullable: drawn.nullable,
      ...(drawn.filled && { default: drawnType.default }),
      ...(words.comments === true && drawn.note > 7 && { comment: `note ${String(drawn.note)}` }),
    },
  ];
}

function enumColumn(drawn: TablePlan, enums: readonly Enum[]): readonly Column[] {
  const type = pick(enums, drawn.enum);
  if (type === undefined || drawn.enum > 6) return [];
  const value = drawn.enumFilled > 4 ? pick(type.values, drawn.enumFilled) : undefined;
  return [
    {
      name: "state",
      type: { name: "enum", enumName: { name: type.name } },
      nullable: true,
      ...(value !== undefined && { default: { kind: "value", value } as const }),
    },
  ];
}

function sequenceColumn(drawn: TablePlan, sequences: readonly string[]): readonly Column[] {
  const sequence = pick(sequences, drawn.sequence);
  if (sequence === undefined || drawn.sequence > 6) return [];
  const held: ColumnDefault = { kind: "expression", sql: `nextval('${sequence}'::regclass)` };
  return [{ name: "counter", type: { name: "bigint" }, nullable: true, default: held }];
}

function columnsOf(drawn: readonly number[], held: readonly string[]): readonly string[] {
  return drawn.map((at) => columnNames[at] ?? "").filter((name) => held.includes(name));
}

function uniqueOn(columns: readonly string[], name: string, named: boolean): UniqueConstraint {
  return { kind: "unique", ...(named && { name }), columns };
}

/** Names come from a small pool that the places share, so that a name may pass from one thing to another. */
function poolName(kind: string, table: string, place: number, drawn: number, size: number): string {
  return `${kind}_${table}_${String((place + drawn) % size)}`;
}

function buildUniques(
  drawn: TablePlan,
  table: string,
  held: readonly string[],
  named: boolean,
): readonly UniqueConstraint[] {
  const [turn] = drawn.uniques;
  const built = drawn.uniques.flatMap((item, place) => {
    const columns = columnsOf(item.columns, held);
    if (!item.present || columns.length === 0) return [];
    return [uniqueOn(columns, poolName("uq", table, place, turn?.name ?? 0, 2), named)];
  });
  return distinct(built);
}

function buildChecks(
  drawn: TablePlan,
  table: string,
  held: readonly string[],
  words: Vocabulary,
): readonly CheckConstraint[] {
  const { check } = words;
  if (check === undefined) return [];
  const built = drawn.checks.flatMap((item, place): readonly CheckConstraint[] => {
    const [column] = columnsOf(item.columns, held);
    if (!item.present || column === undefined) return [];
    const name = poolName("ck", table, place, drawn.checks[0]?.name ?? 0, 2);
    const expression = check(column, item.name % 2);
    return [{ kind: "check", ...((words.named ?? true) && { name }), expression }];
  });
  return distinct(built);
}

/** Without names, two alike are one too many. */
function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function buildIndexes(
  drawn: TablePlan,
  table: string,
  held: readonly string[],
  words: Vocabulary,
): readonly Index[] {
  const { where } = words;
  return drawn.indexes.flatMap((item, place) => {
    const columns =
      held.includes("computed") && item.name > 7 ? ["computed"] : columnsOf(item.columns, held);
    const [first] = columns;
    if (!item.present || first === undefined) return [];
    return [
      {
        name: poolName("ix", table, place, drawn.indexes[0]?.name ?? 0, 3),
        keys: columns.map((column) => ({ column })),
        unique: item.unique,
        ...(where !== undefined && item.partial && { where: where(first) }),
      },
    ];
  });
}

function addReferences(
  table: Table,
  drawn: TablePlan,
  tables: readonly Table[],
  words: Vocabulary,
): Table {
  const named = words.named ?? true;
  const actions = ["NO ACTION", "CASCADE", "SET NULL"] as const;
  const keys = present(drawn.references).flatMap(({ at, item }) => {
    const target = pick(tables, item.target);
    const type = target?.columns.find((column) => column.name === "id")?.type;
    if (target === undefined || type === undefined) return [];
    const column: Column = { name: `ref${String(at)}`, type, nullable: true };
    const key: ForeignKey = {
      kind: "foreignKey",
      ...(named && { name: poolName("fk", table.name, at, drawn.references[0]?.name ?? 0, 2) }),
      columns: [column.name],
      references:
        target.schema === undefined
          ? { name: target.name }
          : { schema: target.schema, name: target.name },
      referencedColumns: ["id"],
      onDelete: pick(actions, item.action) ?? "NO ACTION",
      onUpdate: "NO ACTION",
    };
    return [{ column, key }];
  });
  return {
    ...table,
    columns: [...table.columns, ...keys.map(({ column }) => column)],
    foreignKeys: keys.map(({ key }) => key),
  };
}

function schemasOf(tables: readonly Table[]): ReadonlySet<string> {
  return new Set(tables.flatMap(({ schema }) => (schema === undefined ? [] : [schema])));
}

function buildViews(
  drawn: Plan,
  tables: readonly Table[],
  select: NonNullable<Vocabulary["view"]>,
): readonly View[] {
  const views: View[] = [];
  for (const { at, item } of present(drawn.views)) {
    const relations = [...tables, ...views];
    const over = pick(relations, item.over);
    if (over === undefined) continue;
    const table = tables.find((candidate) => candidate === over);
    const held = (table?.columns ?? []).map((column) => column.name);
    const chosen = held.filter((name, place) => name !== "id" && (item.columns >> place) % 2 === 1);
    const columns = ["id", ...chosen];
    const schema = over.schema === undefined ? {} : { schema: over.schema };
    const relation = over.schema === undefined ? over.name : `${over.schema}.${over.name}`;
    views.push({
      name: `view${String(at)}`,
      definition: select(columns, relation),
      materialized: false,
      indexes: [],
      dependsOn: [{ ...schema, name: over.name }],
    });
  }
  return views;
}
