import { AthanorError } from "../../src/error/athanor-error.js";
import { nameText, sameName } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { fillerOf } from "./filler.js";
import type { OpenDatabase } from "./oracle.js";

/** PostgreSQL's classes of errors that speak of values: 22 data exception, 23 constraint violation. */
const ofValues = /^2[23]/;

/** Was the change stopped because of the rows, which is right, and not because of itself? */
export function refusesRows(failure: unknown): failure is AthanorError {
  if (!(failure instanceof AthanorError)) return false;
  if (/^ROWS_|^FOREIGN_KEY_VIOLATION$/.test(failure.code)) return true;
  return ofValues.test(String(failure.facts["databaseCode"] ?? ""));
}

/**
 * Changes the rows so that the refused change can be tried again: gives the refused column values where it holds none,
 * else empties the table, and with it those that refer to it. Says what it did; nothing where it knows no way.
 */
export async function adaptRows(
  database: OpenDatabase,
  refusal: AthanorError,
): Promise<string | undefined> {
  const schema = await database.inspect();
  const table = tableIn(schema, refusal);
  if (table === undefined) return undefined;
  const filled = await fillNulls(database, schema, table, refusal.message);
  if (filled !== undefined) return filled;
  const emptied = await emptyTables(database, withReferring(schema, [table]));
  return `${nameText(table)} emptied (with those that refer to it: ${emptied} rows)`;
}

/** The table whose rows are meant: the first that is named as a table. */
function tableIn({ tables }: Schema, { message, facts }: AthanorError): Table | undefined {
  // Of a reference to nothing, the detail names only the table that is referred to.
  const [referring] = /insert or update on table "[^"]+"/.exec(message) ?? [];
  const text = [referring, facts["detail"], message, facts["operation"], facts["sql"]].join(" ");
  const places = text.matchAll(/\b(?:of|relation|table|on|from) (?:"[^"]+"\.)?"([^"]+)"/gi);
  for (const [, named = ""] of places) {
    const found = tables.find((table) => table.name === named || nameText(table) === named);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function fillNulls(
  { connection, dialect }: OpenDatabase,
  schema: Schema,
  table: Table,
  message: string,
): Promise<string | undefined> {
  for (const column of table.columns.filter(({ name }) => message.includes(`"${name}"`))) {
    const [named, name] = [
      dialect.ddl.quoteName(table),
      dialect.ddl.quoteName({ name: column.name }),
    ];
    const isNull = `${name} IS NULL`;
    const rows = await connection.query(`SELECT 1 AS one FROM ${named} WHERE ${isNull}`);
    if (rows.length === 0) continue;
    const value = dialect.ddl.literal(fillerOf(column, table, schema, 1));
    try {
      await connection.query(`UPDATE ${named} SET ${name} = ${value} WHERE ${isNull}`);
      return `${nameText(table)}.${column.name} filled`;
    } catch {
      continue; // A key or a check stands against it: the table is emptied.
    }
  }
  return undefined;
}

function withReferring(schema: Schema, found: readonly Table[]): readonly Table[] {
  const more = schema.tables.filter(
    (table) =>
      !found.includes(table) &&
      table.foreignKeys.some(({ references }) => found.some((one) => sameName(one, references))),
  );
  return more.length === 0 ? found : withReferring(schema, [...found, ...more]);
}

/** In as many passes as their order asks for. */
async function emptyTables(
  { connection, dialect }: OpenDatabase,
  tables: readonly Table[],
): Promise<number> {
  let deleted = 0;
  let pending = tables;
  for (let pass = 0; pending.length > 0 && pass <= tables.length; pass += 1) {
    const refused: Table[] = [];
    for (const table of pending) {
      const from = dialect.ddl.quoteName(table);
      const [count] = await connection.query(`SELECT count(*) AS n FROM ${from}`);
      const rows = Number(count?.["n"]);
      await connection.query(`DELETE FROM ${from}`).then(
        () => (deleted += rows),
        () => refused.push(table),
      );
    }
    pending = refused;
  }
  return deleted;
}
