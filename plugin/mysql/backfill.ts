import type { Backfill } from "../../src/operation/data-operation.js";
import type { Batches } from "../../src/plugin/rows.js";
import type { CompileContext, Statement } from "../../src/plugin/ddl.js";
import type { Column } from "../../src/schema/column.js";
import { findTable } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import {
  keyedBatches,
  wholeBackfill,
  type BackfillWords,
  type KeyColumn,
} from "../sql/backfill.js";
import { stateOrNothing } from "../sql/state-or-nothing.js";
import { stamps } from "./compile/swap-column.js";
import { literal } from "./literal.js";
import { quoteIdentifier, quoteName } from "./quote-name.js";
import { quoteText } from "./text/quote-text.js";

/** One statement: only stored procedures have loops. */
export async function compileBackfill(
  operation: Backfill,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const table = await tableOf(operation, context);
  const statements = wholeBackfill(operation, wordsFor(operation, table), context);
  const isBlind = table === undefined && context.server === undefined;
  return isBlind ? statements.map(({ sql }) => ({ sql: `${blindNote}${sql}` })) : statements;
}

const blindNote =
  "-- The history does not tell the columns of this table. If one has ON UPDATE CURRENT_TIMESTAMP, add it to SET as `column` = `column`, or its values become the present time.\n";

export async function batches(
  operation: Backfill,
  context: CompileContext,
): Promise<Batches | undefined> {
  const table = await tableOf(operation, context);
  const key = (table?.primaryKey?.columns ?? []).flatMap((column) => {
    const held = table?.columns.find((each) => each.name === column);
    return held === undefined ? [] : [keyColumn(held)];
  });
  return key.length === 0 ? undefined : keyedBatches(operation, wordsFor(operation, table), key);
}

async function tableOf(
  { table: name }: Backfill,
  context: CompileContext,
): Promise<Table | undefined> {
  return findTable(await stateOrNothing(context, { tables: [name] }), name);
}

const numbers = /^(tinyint|smallint|mediumint|int|bigint|decimal|year)$/;
const bytes = /^(binary|varbinary|bit|.*blob)$/;

// As text, since the driver would round what JavaScript cannot hold; numbers are compared as numbers.
function keyColumn({ name, type }: Column): KeyColumn {
  const quoted = quoteIdentifier(name);
  if (bytes.test(type.name)) {
    return { name, read: `HEX(${quoted})`, write: (text) => `X'${text}'` };
  }
  const write = numbers.test(type.name) ? (text: string): string => text : quoteText;
  return { name, read: `CAST(${quoted} AS CHAR)`, write };
}

function wordsFor({ table }: Backfill, held: Table | undefined): BackfillWords {
  return { table: quoteName(table), quote: quoteIdentifier, literal, kept: stamps(held) };
}
