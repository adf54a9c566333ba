/** A line of `sqlite_schema`: https://sqlite.org/schematab.html */
export type CatalogEntry = {
  readonly type: "table" | "index" | "view" | "trigger";
  readonly name: string;
  /** The table (or view) that an index or a trigger belongs to. */
  readonly table: string;
  /** The statement that made it. */
  readonly sql: string;
  /** The attached database; left out for the main one. */
  readonly schema?: string;
};
