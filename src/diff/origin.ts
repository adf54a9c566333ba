import type { QualifiedName } from "../schema/name.js";

/** What the ORM calls a table and its columns: names that often stay where those of the database change. */
export type Origin = {
  readonly table: QualifiedName;
  /** The class. */
  readonly entity: string;
  /** Column name to property name. */
  readonly properties: Readonly<Record<string, string>>;
};
