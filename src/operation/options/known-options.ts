import { closest, distance } from "fastest-levenshtein";
import { AthanorError } from "../../error/athanor-error.js";
import type { Locking } from "../locking.js";
import type { Backfill } from "../data-operation.js";
import type { ColumnOptions } from "./column-options.js";
import type {
  CheckOptions,
  ExcludeOptions,
  ForeignKeyOptions,
  PrimaryKeyOptions,
  UniqueOptions,
} from "./constraint-options.js";
import type { IndexOptions } from "./index-options.js";
import type { IndexKey } from "../../schema/index-definition.js";
import type { CountingOptions, SequenceOptions } from "./sequence-options.js";
import type { CreateTableOptions } from "./table-options.js";
import type { ViewOptions } from "./view-options.js";

type Keys<Options> = Readonly<Record<keyof Options, true>>;

type Existence = { readonly ifNotExists?: boolean };

const existence: Keys<Existence> = { ifNotExists: true };

const locking: Keys<Locking> = { online: true, algorithm: true, lock: true };

const column: Keys<ColumnOptions & Existence & Locking> = {
  ...existence,
  ...locking,
  name: true,
  type: true,
  length: true,
  precision: true,
  scale: true,
  array: true,
  unsigned: true,
  zerofill: true,
  width: true,
  enum: true,
  enumName: true,
  spatialFeatureType: true,
  srid: true,
  generated: true,
  generatedIdentity: true,
  generatedSequence: true,
  counting: true,
  asExpression: true,
  generatedType: true,
  nullable: true,
  default: true,
  collation: true,
  charset: true,
  comment: true,
  onUpdate: true,
  invisible: true,
  compressed: true,
  onConflict: true,
};

const table: Keys<CreateTableOptions> = {
  ...existence,
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

const key = { name: true, columns: true, deferrable: true } as const;

const primaryKey: Keys<PrimaryKeyOptions> = {
  ...key,
  collations: true,
  descending: true,
  onConflict: true,
};

const unique: Keys<UniqueOptions> = { ...primaryKey, nullsNotDistinct: true, include: true };

const check: Keys<CheckOptions> = {
  name: true,
  expression: true,
  column: true,
  notValid: true,
  noInherit: true,
  notEnforced: true,
};

const exclude: Keys<ExcludeOptions> = { name: true, expression: true, deferrable: true };

const foreignKey: Keys<ForeignKeyOptions> = {
  ...key,
  references: true,
  referencedColumns: true,
  onDelete: true,
  onUpdate: true,
  match: true,
  notValid: true,
  notEnforced: true,
};

const index: Keys<IndexOptions & Existence & Locking & { readonly concurrently?: boolean }> = {
  ...existence,
  ...locking,
  concurrently: true,
  name: true,
  columns: true,
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

const indexKey: Keys<IndexKey> = {
  column: true,
  expression: true,
  descending: true,
  nulls: true,
  collation: true,
  operatorClass: true,
  length: true,
};

const counting: Keys<CountingOptions> = {
  start: true,
  increment: true,
  minimum: true,
  maximum: true,
  cache: true,
  cycle: true,
};

const sequence: Keys<SequenceOptions & Existence> = { ...existence, ...counting, type: true };

const view: Keys<ViewOptions & Existence & { readonly aside?: boolean }> = {
  ...existence,
  aside: true,
  definition: true,
  columns: true,
  materialized: true,
  security: true,
  definer: true,
  indexes: true,
  triggers: true,
  dependsOn: true,
};

const backfill: Keys<Omit<Backfill, "kind" | "table">> = {
  set: true,
  where: true,
  batchSize: true,
  pause: true,
  reversible: true,
};

const known = {
  column,
  table,
  "primary key": primaryKey,
  "unique constraint": unique,
  "check constraint": check,
  "exclusion constraint": exclude,
  "foreign key": foreignKey,
  index,
  "index key": indexKey,
  sequence,
  "counting column": counting,
  view,
  backfill,
};

/**
 * Revision files run without a type check, where a mistyped option would be silently without effect.
 *
 * Throws `UNKNOWN_OPTION`, naming the nearest known one.
 */
export function checkOptions(what: keyof typeof known, options: object): void {
  const names = Object.keys(known[what]);
  const strange = Object.keys(options).find((name) => !names.includes(name));
  if (strange === undefined) return;
  throw new AthanorError({
    code: "UNKNOWN_OPTION",
    message: `"${strange}" is no option of a ${what}. Its options: ${names.join(", ")}.`,
    suggestions: nearest(strange, names),
    facts: { option: strange, of: what, known: names },
  });
}

function nearest(strange: string, names: readonly string[]): readonly string[] {
  const likely = closest(strange, names);
  return distance(strange, likely) <= Math.max(2, strange.length / 3) ? [`${likely}: ...`] : [];
}
