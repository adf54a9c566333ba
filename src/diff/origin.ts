import type { QualifiedName } from "../schema/name.js";

/** What the ORM keeps in a column of text, where the database does not know of it: a list with commas, or JSON. */
export type TextContent = "list" | "json";

/** What the ORM calls a table and its columns: names that often stay where those of the database change. */
export type Origin = {
  readonly table: QualifiedName;
  /** The class. */
  readonly entity: string;
  /** Column name to property name. */
  readonly properties: Readonly<Record<string, string>>;
  /** By column name. Left out: no column's text is anything else. */
  readonly contents?: Readonly<Record<string, TextContent>>;
};
