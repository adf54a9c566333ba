import type { Backfill } from "../../src/operation/data-operation.js";
import type { Batches } from "../../src/plugin/rows.js";
import type { CompileContext, Statement } from "../../src/plugin/ddl.js";
import {
  keyedBatches,
  wholeBackfill,
  type BackfillWords,
  type KeyColumn,
} from "../sql/backfill.js";
import { quoteIdentifier } from "../sql/quote.js";
import { readTableState } from "./compile/table-state.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";

/** One statement: a script of SQLite has no loops. */
export function compileBackfill(
  operation: Backfill,
  context: CompileContext,
): readonly Statement[] {
  return wholeBackfill(operation, wordsFor(operation), context);
}

/** By the primary key, or else by the number that every row has. */
export async function batches(operation: Backfill, context: CompileContext): Promise<Batches> {
  const { table } = await readTableState(operation.table, context);
  const key = table.primaryKey?.columns ?? ["rowid"];
  return keyedBatches(operation, wordsFor(operation), key.map(keyColumn));
}

// quote() writes any value as the literal that gives it back. https://sqlite.org/lang_corefunc.html#quote
function keyColumn(name: string): KeyColumn {
  const quoted = quoteIdentifier(name);
  return { name, read: `quote(${quoted})`, write: (text) => text };
}

function wordsFor({ table }: Backfill): BackfillWords {
  return { table: quoteName(table), literal };
}
