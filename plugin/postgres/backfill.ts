import type { Backfill } from "../../src/operation/data-operation.js";
import type { Batches } from "../../src/plugin/rows.js";
import type { CompileContext, Statement } from "../../src/plugin/ddl.js";
import type { Column } from "../../src/schema/column.js";
import { findTable } from "../../src/schema/schema.js";
import {
  assignments,
  backfillText,
  conditionText,
  keyedBatches,
  type BackfillWords,
  type KeyColumn,
} from "../sql/backfill.js";
import { quoteIdentifier, quoteList } from "../sql/quote.js";
import { typeText } from "./column-type.js";
import { stateOrNothing } from "./compile/state.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";

/** One statement; in a script a loop that commits after each batch, where a batch has a size and the table a key. */
export async function compileBackfill(
  operation: Backfill,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const isScript = context.server === undefined && operation.batchSize !== undefined;
  const key = isScript ? await keyOf(operation, context) : [];
  if (key.length === 0) return [{ sql: backfillText(operation, wordsFor(operation)) }];
  return [{ sql: loopText(operation, key), transactional: false }];
}

export async function batches(
  operation: Backfill,
  context: CompileContext,
): Promise<Batches | undefined> {
  const key = await keyOf(operation, context);
  return key.length === 0
    ? undefined
    : keyedBatches(operation, wordsFor(operation), key.map(keyColumn));
}

async function keyOf(
  { table: name }: Backfill,
  context: CompileContext,
): Promise<readonly Column[]> {
  const table = findTable(await stateOrNothing(context, { tables: [name] }), name);
  const names = table?.primaryKey?.columns ?? [];
  return (table?.columns ?? [])
    .filter((column) => names.includes(column.name))
    .sort((left, right) => names.indexOf(left.name) - names.indexOf(right.name));
}

// As text, since the driver would round what JavaScript cannot hold.
function keyColumn({ name, type }: Column): KeyColumn {
  return {
    name,
    read: `${quoteIdentifier(name)}::text`,
    write: (text) => `${literal(text)}::${typeText(type)}`,
  };
}

function wordsFor({ table }: Backfill): BackfillWords {
  return { table: quoteName(table), literal };
}

/** https://www.postgresql.org/docs/current/plpgsql-transactions.html: a DO block outside a transaction may commit. */
function loopText(operation: Backfill, key: readonly Column[]): string {
  const words = wordsFor(operation);
  const { table } = words;
  const { batchSize = 1, pause = 0 } = operation;
  const names = key.map(({ name }) => name);
  const list = quoteList(names);
  const of = (row: string): string =>
    names.map((name) => `${row}.${quoteIdentifier(name)}`).join(", ");
  const down = names.map((name) => `${quoteIdentifier(name)} DESC`).join(", ");
  const beyond = `(${conditionText(operation, words)}) AND (athanor_first OR (${list}) > (${of("athanor_after")}))`;
  return [
    "DO $athanor$",
    "#variable_conflict use_column",
    "DECLARE",
    "  athanor_first boolean := true;",
    `  athanor_after ${table}%ROWTYPE;`,
    `  athanor_last ${table}%ROWTYPE;`,
    "BEGIN",
    "  LOOP",
    `    SELECT batch.* INTO athanor_last FROM (SELECT * FROM ${table} WHERE ${beyond} ORDER BY ${list} LIMIT ${batchSize}) AS batch ORDER BY ${down} LIMIT 1;`,
    "    EXIT WHEN NOT FOUND;",
    `    UPDATE ${table} SET ${assignments(operation, words)} WHERE ${beyond} AND (${list}) <= (${of("athanor_last")});`,
    "    COMMIT;",
    "    athanor_after := athanor_last;",
    "    athanor_first := false;",
    ...(pause === 0 ? [] : [`    PERFORM pg_sleep(${pause / 1000});`]),
    "  END LOOP;",
    "END",
    "$athanor$",
  ].join("\n");
}
