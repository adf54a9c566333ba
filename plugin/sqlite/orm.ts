import type { OrmFacts } from "../../src/plugin/orm.js";
import { quoteString } from "../sql/quote.js";

/** SQLite as TypeORM's drivers know it. Any type takes arguments; a number stays a number, whatever its column is called. */
export const orm: OrmFacts = {
  drivers: [{ type: "better-sqlite3" }, { type: "sqlite", hidesReturnedRows: true }],
  probe: "PRAGMA schema_version",
  file: {
    option: "database",
    scheme: "sqlite",
    isPath: (value) => value !== ":memory:" && !/^file:/.test(value),
    databases: async ({ query }) => {
      const rows = await query("PRAGMA database_list");
      return rows.map(({ name, file }) => ({ name: String(name), file: String(file ?? "") }));
    },
    attach: (path, name) => `ATTACH ${quoteString(path)} AS ${quoteString(name)}`,
    isBusy: (words) => /SQLITE_BUSY|database is locked/.test(words),
  },
  places: "file",
  columns: {
    enums: "check",
    arguments: "all",
    arrays: true,
    counters: ["increment"],
    virtualColumns: true,
    nullableKeys: true,
  },
  defaults: { numericTypes: "all" },
  constraints: {},
  indexes: { conditions: true },
  tableOptions: ["withoutRowid"],
  records: { exactColumns: true },
};
