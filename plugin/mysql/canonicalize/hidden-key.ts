import type { Server } from "../../../src/plugin/catalog.js";
import type { Table } from "../../../src/schema/table.js";
import { isMariaDb } from "../server.js";

/** https://dev.mysql.com/doc/refman/8.4/en/create-table-gipks.html */
const generatedName = "my_row_id";

/**
 * The wanted table with the primary key that MySQL gives to tables without one (`sql_generate_invisible_primary_key`),
 * where the table in the database has it: nobody asked for it, and nobody is to lose it.
 */
export function withHiddenKey(wanted: Table, actual: Table | undefined, server: Server): Table {
  const key = actual?.primaryKey;
  const isGenerated = key?.columns.length === 1 && key.columns[0] === generatedName;
  if (isMariaDb(server) || wanted.primaryKey !== undefined || !isGenerated) return wanted;
  const held = actual?.columns.find(({ name }) => name === generatedName);
  const isTaken = wanted.columns.some(({ name }) => name.toLowerCase() === generatedName);
  if (held?.invisible !== true || isTaken) return wanted;
  return { ...wanted, columns: [held, ...wanted.columns], primaryKey: key };
}
