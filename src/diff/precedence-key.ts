import type { QualifiedName } from "../schema/name.js";
import { foldName, nameKey } from "../schema/name.js";
import { isTemporaryName } from "./renaming.js";

/** The things that operations are ordered around, as keys. Those in a list may be missing. */
export const key = {
  /** Everything that an extension may bring: types, functions, operator classes. */
  extensions: "extensions",
  schema: (name: string | undefined): readonly string[] =>
    name === undefined ? [] : [`schema ${name}`],
  /** A table or view as a whole; by its name's key. */
  relation: (relation: string): string => `relation ${relation}`,
  /** All columns of a table or view: constraints and indexes wait for all of them. */
  columns: (relation: string): string => `columns ${relation}`,
  /** A column that is made anew goes before it comes. */
  columnName: (table: QualifiedName, name: string): string =>
    `column name ${nameKey(table)} ${name}`,
  /** One column: columns computed from it wait for it alone. */
  column: (table: QualifiedName, name: string): string => `column ${nameKey(table)} ${name}`,
  /** The unique keys of a table, on which foreign keys rest. */
  uniqueness: (table: QualifiedName): string => `uniqueness ${nameKey(table)}`,
  enum: (name: QualifiedName): string => `enum ${nameKey(name)}`,
  sequence: (name: QualifiedName): string => `sequence ${nameKey(name)}`,
  /** A name that only one table, view, index, enum or sequence of a schema may have, in some databases whatever its case. */
  name: (schema: string | undefined, name: string | undefined): readonly string[] =>
    name === undefined || isTemporaryName(name) ? [] : [`name ${schema ?? ""} ${foldName(name)}`],
  /** A table has one primary key. */
  primaryKey: (table: QualifiedName): string => `primary key ${nameKey(table)}`,
  /** A name that only one constraint of a table may have, in some databases only one of a schema. */
  constraint: ({ schema }: QualifiedName, name: string | undefined): readonly string[] =>
    name === undefined || isTemporaryName(name)
      ? []
      : [`constraint ${schema ?? ""} ${foldName(name)}`],
};
