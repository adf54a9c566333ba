import type { CreateSchema, DropSchema } from "../../../src/operation/catalog-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import { quoteIdentifier } from "../quote-name.js";
import { quoteText } from "../text.js";

/** A schema is a database here. */
export function createSchema({ name, ifNotExists }: CreateSchema): readonly Statement[] {
  const exists = ifNotExists === true ? "IF NOT EXISTS " : "";
  return [{ sql: `CREATE DATABASE ${exists}${quoteIdentifier(name)}` }];
}

/** The server would drop the tables along with it. */
export function dropSchema({ name, ifExists }: DropSchema): readonly Statement[] {
  const exists = ifExists === true ? "IF EXISTS " : "";
  return [
    {
      sql: `SELECT TABLE_NAME AS \`table\` FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${quoteText(name)} LIMIT 5`,
      guard: {
        code: "SCHEMA_NOT_EMPTY",
        message: `The database "${name}" still holds tables, which would be dropped with it. Drop or move them first.`,
      },
    },
    { sql: `DROP DATABASE ${exists}${quoteIdentifier(name)}` },
  ];
}
