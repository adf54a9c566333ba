import type { Connection, Row } from "../../src/plugin/connection.js";
import type { Transactions } from "../../src/plugin/session.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { quoteIdentifier } from "../sql/quote.js";
import { explaining } from "./fault.js";
/** What was wrong with the foreign keys when they were last asked about, and how the database was then. */
type Check = { readonly moment: string; readonly violations: Violations };

/** What was wrong before the transaction is not ours to report. */
const checks = new WeakMap<Connection, Check>();

/** How often anything was verified: a number that no two transactions share. */
let verified = 0;

/**
 * Foreign key enforcement goes off before BEGIN, for inside a transaction the PRAGMA does nothing and dropping a table
 * would delete the rows that refer to it (https://sqlite.org/foreignkeys.html#fk_schemacommands). It comes back
 * afterwards as it was, and nothing is committed that breaks a foreign key which held before.
 */
export const transactions: Transactions = {
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  refused: "ROLLBACK TO SAVEPOINT nowhere",
  prepare: (connection) => explaining(connection, () => prepare(connection)),
  verify: async (connection) => {
    const known = checks.get(connection)?.violations ?? [];
    // Undone with the transaction: what is found now does not hold after a rollback.
    await connection.query(`PRAGMA temp.user_version = ${(verified += 1)}`);
    const { violations } = await check(connection);
    const before = new Set(known.map(({ key }) => key));
    const added = violations.filter(({ key }) => !before.has(key));
    if (added.length > 0) throw brokenKeys(added);
  },
  script: {
    before: ["PRAGMA foreign_keys = OFF"],
    check: [
      "-- A row here breaks a foreign key: ROLLBACK instead of COMMIT.\nPRAGMA foreign_key_check",
    ],
    after: [
      "-- Leave this out where foreign keys were not enforced before.\nPRAGMA foreign_keys = ON",
    ],
  },
};

async function prepare(connection: Connection): Promise<() => Promise<void>> {
  const before = await readSettings(connection);
  await check(connection);
  await connection.query("PRAGMA foreign_keys = OFF");
  return async () => {
    await connection.query(`PRAGMA foreign_keys = ${before.foreignKeys}`);
    await connection.query(`PRAGMA legacy_alter_table = ${before.legacyAlterTable}`);
  };
}

/** Asks only where the database may have changed since it was asked last: each check reads every row that refers to another. */
async function check(connection: Connection): Promise<Check> {
  const moment = await readMoment(connection);
  const last = checks.get(connection);
  if (last?.moment === moment) return last;
  const found = { moment, violations: await findViolations(connection) };
  checks.set(connection, found);
  return found;
}

/**
 * The same text twice means that nothing changed in between: `data_version` moves when others commit, `schema_version`
 * with every change of a table, `total_changes()` with every row of our own, and the last goes back in a rollback.
 */
async function readMoment(connection: Connection): Promise<string> {
  const numbers: unknown[] = [await connection.query("SELECT total_changes() AS changes")];
  numbers.push(await connection.query("PRAGMA temp.user_version"));
  for (const { name } of await connection.query("PRAGMA database_list")) {
    const schema = quoteIdentifier(String(name));
    numbers.push(await connection.query(`PRAGMA ${schema}.data_version`));
    numbers.push(await connection.query(`PRAGMA ${schema}.schema_version`));
  }
  return JSON.stringify(numbers);
}

async function readSettings(connection: Connection) {
  const [keys] = await connection.query("PRAGMA foreign_keys");
  const [legacy] = await connection.query("PRAGMA legacy_alter_table");
  return {
    foreignKeys: Number(keys?.["foreign_keys"] ?? 0),
    legacyAlterTable: Number(legacy?.["legacy_alter_table"] ?? 0),
  };
}

function brokenKeys(violations: Violations): AthanorError {
  const first = violations.slice(0, 5).map(({ text }) => text);
  const more = violations.length > 5 ? `, and ${violations.length - 5} more` : "";
  return new AthanorError({
    code: "FOREIGN_KEY_VIOLATION",
    message: `This would leave rows that refer to nothing: ${first.join("; ")}${more}.`,
    suggestions: ["Delete or correct these rows in the revision, before the foreign key is made."],
    facts: { violations: violations.map(({ facts }) => facts) },
  });
}

/** A row that refers to nothing, or a foreign key whose target is no key. */
type Violation = {
  /** The same before and after a rebuild of the tables. */
  readonly key: string;
  readonly text: string;
  readonly facts: Row;
};

type Violations = readonly Violation[];

/** Asks SQLite which rows break a foreign key, in the main file and the attached ones: https://sqlite.org/pragma.html#pragma_foreign_key_check */
async function findViolations(connection: Connection): Promise<Violations> {
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
