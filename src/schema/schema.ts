import type { Enum } from "./enum.js";
import type { QualifiedName } from "./name.js";
import { sameName } from "./name.js";
import type { Sequence } from "./sequence.js";
import type { Table } from "./table.js";
import type { View } from "./view.js";

/** What rests on columns of a table and is not compared, in the server's words: `policy own on table item`. */
export type Dependency = {
  readonly table: QualifiedName;
  readonly columns: readonly string[];
  readonly what: string;
};

/** A database extension, by name (PostgreSQL). */
export type Extension = {
  readonly name: string;
  readonly schema?: string;
};

/** A database at rest: everything Athanor knows of it. Lists are sorted by name when inspected. */
export type Schema = {
  /** Names of the schemas (PostgreSQL) or databases (MySQL) beyond the default one. */
  readonly schemas: readonly string[];
  /** Those of them in which more lives than is read: functions, domains, an extension. Left out: none. Never compared. */
  readonly occupied?: readonly string[];
  /** What has the server refuse to drop columns, or to change their types, and does not step aside. Left out: nothing. Never compared. */
  readonly dependencies?: readonly Dependency[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly enums: readonly Enum[];
  readonly sequences: readonly Sequence[];
  readonly extensions: readonly Extension[];
};

export const emptySchema: Schema = {
  schemas: [],
  tables: [],
  views: [],
  enums: [],
  sequences: [],
  extensions: [],
};

export function findTable(schema: Schema, name: QualifiedName): Table | undefined {
  return schema.tables.find((table) => sameName(table, name));
}

export function findView(schema: Schema, name: QualifiedName): View | undefined {
  return schema.views.find((view) => sameName(view, name));
}

export function findEnum(schema: Schema, name: QualifiedName): Enum | undefined {
  return schema.enums.find((candidate) => sameName(candidate, name));
}
