import type { Connection, Row } from "../../src/plugin/connection.js";
import { quoteIdentifier } from "../sql/quote.js";

/** A row that refers to nothing, or a foreign key whose target is no key. */
export type Violation = {
  /** The same before and after a rebuild of the tables. */
  readonly key: string;
  readonly text: string;
  readonly facts: Row;
};

export type Violations = readonly Violation[];

/** Asks SQLite which rows break a foreign key, in the main file and the attached ones: https://sqlite.org/pragma.html#pragma_foreign_key_check */
export async function findViolations(connection: Connection): Promise<Violations> {
  const violations: Violation[] = [];
  for (const { name } of await connection.query("PRAGMA database_list")) {
    if (name !== "temp") violations.push(...(await findIn(connection, String(name))));
  }
  return violations;
}

async function findIn(connection: Connection, schema: string): Promise<Violations> {
  try {
    const rows = await connection.query(`PRAGMA ${quoteIdentifier(schema)}.foreign_key_check`);
    return rows.map((row) => violationOf(row, schema));
  } catch (error) {
    const mismatch = /foreign key mismatch - ("[^]*" referencing "[^]*")/.exec(String(error));
    if (mismatch === null) throw error;
    return [mismatchOf(mismatch[1] ?? "")];
  }
}

function violationOf(row: Row, schema: string): Violation {
  const { table, rowid, parent } = row;
  const place = rowid === null ? "a row" : `row ${String(rowid)}`;
  return {
    key: JSON.stringify([schema, table, rowid, parent].map(String)).toLowerCase(),
    text: `${place} of "${String(table)}" refers to a missing row of "${String(parent)}"`,
    facts: row,
  };
}

/** One foreign key that points at columns which are no key keeps SQLite from checking any. */
function mismatchOf(tables: string): Violation {
  return {
    key: `mismatch ${tables.toLowerCase()}`,
    text: `foreign key mismatch: ${tables}, whose columns there are neither its primary key nor unique`,
    facts: { mismatch: tables },
  };
}
