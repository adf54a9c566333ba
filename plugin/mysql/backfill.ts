import type { Backfill } from "../../src/operation/data-operation.js";
import type { Batches, CompileContext } from "../../src/plugin/dialect.js";
import type { Statement } from "../../src/plugin/statement.js";
import type { Column } from "../../src/schema/column.js";
import { findTable } from "../../src/schema/schema.js";
import {
  keyedBatches,
  wholeBackfill,
  type BackfillWords,
  type KeyColumn,
} from "../sql/backfill.js";
import { stateOrNothing } from "./compile/stage.js";
import { literal } from "./literal.js";
import { quoteIdentifier, quoteName } from "./quote-name.js";
import { quoteText } from "./text.js";

/** One statement: only stored procedures have loops. */
export function compileBackfill(
  operation: Backfill,
  context: CompileContext,
): readonly Statement[] {
  return wholeBackfill(operation, wordsFor(operation), context);
}

export async function batches(
  operation: Backfill,
  context: CompileContext,
): Promise<Batches | undefined> {
  const { table: name } = operation;
  const table = findTable(await stateOrNothing(context, { tables: [name] }), name);
  const key = (table?.primaryKey?.columns ?? []).flatMap((column) => {
    const held = table?.columns.find((each) => each.name === column);
    return held === undefined ? [] : [keyColumn(held)];
  });
  return key.length === 0 ? undefined : keyedBatches(operation, wordsFor(operation), key);
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

function wordsFor({ table }: Backfill): BackfillWords {
  return { table: quoteName(table), quote: quoteIdentifier, literal };
}
