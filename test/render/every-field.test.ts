import { expect } from "chai";
import fc from "fast-check";
import type { ColumnType } from "../../src/schema/column-type.js";
import type { Column, Generated } from "../../src/schema/column.js";
import type {
  CheckConstraint,
  ExcludeConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../src/schema/constraint.js";
import { compact } from "../../src/schema/compact.js";
import type { Enum } from "../../src/schema/enum.js";
import type { Index, IndexKey } from "../../src/schema/index-definition.js";
import {
  constraintsOf,
  type Table,
  type TableOptions,
  type Trigger,
} from "../../src/schema/table.js";
import type { Extension, Schema } from "../../src/schema/schema.js";
import type { Sequence } from "../../src/schema/sequence.js";
import type { View } from "../../src/schema/view.js";
import { Drawing } from "./draw-operations.js";

type Fields<Thing> = Readonly<Record<keyof Thing, true>>;
type OfKind<Kind extends Generated["kind"]> = Extract<Generated, { kind: Kind }>;

const name = { schema: true, name: true } as const;

const table: Fields<Table> = {
  ...name,
  columns: true,
  primaryKey: true,
  uniques: true,
  checks: true,
  exclusions: true,
  foreignKeys: true,
  indexes: true,
  triggers: true,
  comment: true,
  options: true,
};

const tableOptions: Fields<TableOptions> = {
  engine: true,
  charset: true,
  collation: true,
  rowFormat: true,
  strict: true,
  withoutRowid: true,
  unlogged: true,
  parameters: true,
  partitionBy: true,
};

const trigger: Fields<Trigger> = { name: true, definition: true };

const column: Fields<Column> = {
  name: true,
  type: true,
  nullable: true,
  default: true,
  generated: true,
  collation: true,
  charset: true,
  comment: true,
  onUpdate: true,
  invisible: true,
  compressed: true,
  onConflict: true,
};

const type: Fields<ColumnType> = {
  name: true,
  length: true,
  precision: true,
  scale: true,
  array: true,
  unsigned: true,
  zerofill: true,
  width: true,
  enumName: true,
  values: true,
  feature: true,
  srid: true,
};

const increment: Fields<OfKind<"increment">> = { kind: true, sequence: true, counting: true };
const identity: Fields<OfKind<"identity">> = { kind: true, always: true, counting: true };
const expression: Fields<OfKind<"expression">> = { kind: true, expression: true, stored: true };

const key = { kind: true, name: true, columns: true, deferrable: true } as const;

const primaryKey: Fields<PrimaryKey> = {
  ...key,
  collations: true,
  descending: true,
  onConflict: true,
};

const unique: Fields<UniqueConstraint> = { ...primaryKey, nullsNotDistinct: true, include: true };

const check: Fields<CheckConstraint> = {
  kind: true,
  name: true,
  expression: true,
  column: true,
  notValid: true,
  noInherit: true,
  notEnforced: true,
};

const exclude: Fields<ExcludeConstraint> = {
  kind: true,
  name: true,
  expression: true,
  deferrable: true,
};

const foreignKey: Fields<ForeignKey> = {
  ...key,
  references: true,
  referencedColumns: true,
  onDelete: true,
  onUpdate: true,
  match: true,
  notValid: true,
  notEnforced: true,
};

const index: Fields<Index> = {
  name: true,
  keys: true,
  unique: true,
  where: true,
  using: true,
  include: true,
  nullsNotDistinct: true,
  spatial: true,
  fulltext: true,
  parser: true,
  comment: true,
  invisible: true,
  parameters: true,
  invalid: true,
};

const indexKey: Fields<IndexKey> = {
  column: true,
  expression: true,
  descending: true,
  nulls: true,
  collation: true,
  operatorClass: true,
  length: true,
};

const view: Fields<View> = {
  ...name,
  definition: true,
  columns: true,
  materialized: true,
  security: true,
  definer: true,
  indexes: true,
  triggers: true,
  dependsOn: true,
};

const sequence: Fields<Sequence> = {
  ...name,
  type: true,
  start: true,
  increment: true,
  minimum: true,
  maximum: true,
  cache: true,
  cycle: true,
};

const enumeration: Fields<Enum> = { ...name, values: true };
const extension: Fields<Extension> = { name: true, schema: true };

type Part = { readonly fields: object; readonly of: (schema: Schema) => readonly object[] };

const columnsOf = ({ tables }: Schema) => tables.flatMap(({ columns }) => columns);
const indexesOf = ({ tables, views }: Schema) =>
  [...tables, ...views].flatMap(({ indexes }) => indexes);

function generatedBy(kind: Generated["kind"]): Part["of"] {
  return (schema) =>
    columnsOf(schema).flatMap(({ generated }) => (generated?.kind === kind ? [generated] : []));
}

function constraintsBy(kind: string): Part["of"] {
  return ({ tables }) => tables.flatMap(constraintsOf).filter((each) => each.kind === kind);
}

/** The types of `src/schema`, and where a schema holds things of them. */
const model: Readonly<Record<string, Part>> = {
  table: { fields: table, of: ({ tables }) => tables },
  "table's options": {
    fields: tableOptions,
    of: ({ tables }) => tables.flatMap(({ options }) => options ?? []),
  },
  trigger: {
    fields: trigger,
    of: ({ tables, views }) => [...tables, ...views].flatMap(({ triggers }) => triggers ?? []),
  },
  column: { fields: column, of: columnsOf },
  type: { fields: type, of: (schema) => columnsOf(schema).map((each) => each.type) },
  "column that counts": { fields: increment, of: generatedBy("increment") },
  "identity column": { fields: identity, of: generatedBy("identity") },
  "computed column": { fields: expression, of: generatedBy("expression") },
  "primary key": { fields: primaryKey, of: constraintsBy("primaryKey") },
  "unique constraint": { fields: unique, of: constraintsBy("unique") },
  "check constraint": { fields: check, of: constraintsBy("check") },
  "exclusion constraint": { fields: exclude, of: constraintsBy("exclude") },
  "foreign key": { fields: foreignKey, of: constraintsBy("foreignKey") },
  index: { fields: index, of: indexesOf },
  "index key": { fields: indexKey, of: (schema) => indexesOf(schema).flatMap(({ keys }) => keys) },
  view: { fields: view, of: ({ views }) => views },
  sequence: { fields: sequence, of: ({ sequences }) => sequences },
  enum: { fields: enumeration, of: ({ enums }) => enums },
  extension: { fields: extension, of: ({ extensions }) => extensions },
};

describe("what law 4 is tried with", () => {
  const schemas = fc
    .sample(fc.gen(), { numRuns: 400, seed: 1 })
    .map((generate) => new Drawing((arbitrary) => generate(() => arbitrary)).prepare());

  for (const [what, { fields, of }] of Object.entries(model))
    it(`has every field of the model: ${what}`, () => {
      const drawn = new Set(
        schemas.flatMap(of).flatMap((thing) => Object.keys(compact({ ...thing }))),
      );
      expect([...drawn].sort()).to.deep.equal(Object.keys(fields).sort());
    });
});
