import { AthanorError } from "../../error/athanor-error.js";
import type { ColumnDefault } from "../../schema/column-default.js";
import type { ColumnType } from "../../schema/column-type.js";
import type { Column } from "../../schema/column.js";
import { without } from "../../schema/without.js";
import { defaultText, typeText } from "../describe-column.js";
import { lockingOptions } from "../locking.js";
import type { ColumnGenerationOptions } from "./column-generation.js";
import { expressionOptions, generation, sequenceOptions } from "./column-generation.js";
import type { Facets } from "./facet.js";
import { flag, mergeChange, nested, optionsOf, plain, writeChanges, writeFacets } from "./facet.js";
import { describeNoun, readNoun } from "./noun.js";
import type { TableName } from "./table-name.js";
import { readName, writeName } from "./table-name.js";

/** The type of a column and its arguments. */
export type ColumnTypeOptions = {
  /** The database's name of the type: `"varchar"`, `"timestamptz"`, `"enum"`. */
  readonly type: string;
  /** Characters, bits or dimensions: `255`, `"255"` or `"max"`. */
  readonly length?: number | string;
  /** The values, where an enumeration is part of the column (MySQL). */
  readonly enum?: readonly string[];
  /** The enum type, where it is an object of its own (PostgreSQL): `"user_status"`, `"billing.invoice_status"`. */
  readonly enumName?: TableName;
  /** Spatial types: `"Point"`, `"Polygon"`, ... */
  readonly spatialFeatureType?: string;
} & Omit<ColumnType, "name" | "length" | "values" | "enumName" | "feature">;

/** What a column is beyond its name, type and generation. */
export type ColumnTraitOptions = {
  /** Default false. */
  readonly nullable?: boolean;
  /**
   * A plain value, or a function that gives the database's own SQL: `"draft"`, `0`, `() => "now()"`.
   * `null`, as leaving it out: no default.
   */
  readonly default?: string | number | boolean | null | (() => string);
} & Omit<Column, "name" | "type" | "generated" | "nullable" | "default">;

/**
 * A column as a revision file writes it; what is left out is the database's default.
 *
 * @example { name: "email", type: "varchar", length: 255 }
 * @example { name: "createdAt", type: "timestamptz", default: () => "now()" }
 */
export type ColumnOptions = {
  readonly name: string;
} & ColumnTypeOptions &
  ColumnGenerationOptions &
  ColumnTraitOptions;

type Change<Options> = { readonly [Key in keyof Options]?: Options[Key] | null };

/**
 * What an existing column becomes. What is left out stays; `null` means none.
 *
 * `type` stands for all of the type: with it, the old length, precision, scale, array and enum go unless they are given again.
 *
 * @example { type: "varchar", length: 200 }
 * @example { nullable: true, default: null, comment: null }
 */
export type ColumnChange = Change<Omit<ColumnTypeOptions, "type">> &
  Change<ColumnGenerationOptions> &
  Change<Omit<ColumnTraitOptions, "nullable">> & {
    readonly type?: string;
    readonly nullable?: boolean;
  };

export const typeFacets: Facets<ColumnType, ColumnTypeOptions> = {
  name: { option: "type" },
  length: { read: readLength },
  precision: plain,
  scale: plain,
  array: flag,
  unsigned: flag,
  zerofill: flag,
  width: plain,
  srid: plain,
  enumName: { read: readName, write: writeName },
  values: { option: "enum" },
  feature: { option: "spatialFeatureType" },
};

export const column = describeNoun<Column, ColumnOptions>(
  "column",
  {
    name: plain,
    type: {
      ...nested(typeFacets),
      tell: (from: ColumnType, to: ColumnType) => `from ${typeText(from)} to ${typeText(to)}`,
    },
    generated: generation,
    nullable: { unsaid: false, tell: (_from, to) => (to ? "drop not null" : "set not null") },
    default: {
      read: readDefault,
      write: writeDefault,
      tell: (_from, to) => (to === undefined ? "drop default" : `set default ${defaultText(to)}`),
    },
    collation: plain,
    charset: plain,
    comment: plain,
    onUpdate: plain,
    invisible: flag,
    compressed: flag,
    onConflict: plain,
  },
  ["ifNotExists", ...lockingOptions],
);

/** The column that the options describe. `defaultSchema` is what enum and sequence names leave out. */
export function readColumn(options: ColumnOptions, defaultSchema?: string): Column {
  return readNoun(column, options, defaultSchema);
}

/** The shortest options that {@link readColumn} reads as this very column. */
export function writeColumn(held: Column): ColumnOptions {
  return writeFacets(column.facets, held);
}

/** The column after the change: what the change leaves out stays, `null` takes away. */
export function changeColumn(held: Column, change: ColumnChange, defaultSchema?: string): Column {
  const present = without(writeColumn(held), ...replacedBy(held, change));
  const merged = mergeChange<ColumnOptions>(present, { ...change, name: held.name });
  return readColumn(merged, defaultSchema);
}

/** What of the old column goes because the change replaces the whole of it. */
function replacedBy(held: Column, change: ColumnChange): readonly (keyof ColumnOptions)[] {
  const becomesOther = change.generated !== undefined && change.generated !== held.generated?.kind;
  return [
    ...(change.type === undefined ? [] : optionsOf(typeFacets)),
    ...(change.generated === undefined ? [] : expressionOptions),
    ...(becomesOther || typeof change.asExpression === "string" ? sequenceOptions : []),
  ];
}

/** The shortest change that {@link changeColumn} reads as the way from one column to the other. */
export function writeChange(from: Column, to: Column): ColumnChange {
  return writeChanges(column.facets, from, to) as ColumnChange;
}

function readLength(length: number | string): number | "max" {
  if (length === "max") return length;
  const count = Number(length);
  if (length !== "" && Number.isInteger(count) && count >= 0) return count;
  throw new AthanorError({
    code: "INVALID_LENGTH",
    message: `The length ${JSON.stringify(length)} is not a count: give a whole number, or "max".`,
    facts: { length },
  });
}

function readDefault(given: string | number | boolean | (() => string)): ColumnDefault {
  return typeof given === "function"
    ? { kind: "expression", sql: given() }
    : { kind: "value", value: given };
}

/** A default of NULL is none: every database treats the two alike. */
function writeDefault(held: ColumnDefault): ColumnOptions["default"] {
  return held.kind === "expression" ? () => held.sql : (held.value ?? undefined);
}
