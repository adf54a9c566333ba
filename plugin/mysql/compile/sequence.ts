import type {
  CreateSequence,
  DropSequence,
  RenameSequence,
} from "../../../src/operation/catalog-operation.js";
import type { CompileContext } from "../../../src/plugin/dialect.js";
import type { Statement } from "../../../src/plugin/statement.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import { quoteName } from "../quote-name.js";
import { unsupported } from "./unsupported.js";

/** MariaDB only. */
export function createSequence(
  { sequence, ifNotExists }: CreateSequence,
  context: CompileContext,
): readonly Statement[] {
  requireSequences(context);
  const exists = ifNotExists === true ? "IF NOT EXISTS " : "";
  return [{ sql: `CREATE SEQUENCE ${exists}${quoteName(sequence)}${optionsText(sequence)}` }];
}

/** MariaDB only. */
export function dropSequence(
  { sequence, ifExists }: DropSequence,
  context: CompileContext,
): readonly Statement[] {
  requireSequences(context);
  return [{ sql: `DROP SEQUENCE ${ifExists === true ? "IF EXISTS " : ""}${quoteName(sequence)}` }];
}

/** MariaDB only: to it a sequence is a kind of table. */
export function renameSequence(
  { from, to }: RenameSequence,
  context: CompileContext,
): readonly Statement[] {
  requireSequences(context);
  return [{ sql: `RENAME TABLE ${quoteName(from)} TO ${quoteName(to)}` }];
}

function optionsText(sequence: Sequence): string {
  const { start, increment, minimum, maximum, cache, cycle } = sequence;
  const clauses = [
    start === undefined ? "" : ` START WITH ${start}`,
    increment === undefined ? "" : ` INCREMENT BY ${increment}`,
    minimum === undefined ? "" : ` MINVALUE ${minimum}`,
    maximum === undefined ? "" : ` MAXVALUE ${maximum}`,
    cache === undefined ? "" : ` CACHE ${cache}`,
    cycle === true ? " CYCLE" : "",
  ];
  return clauses.join("");
}

function requireSequences({ server }: CompileContext): void {
  if (server?.product !== "mysql") return;
  throw unsupported(
    "sequences",
    'Use a column that counts by itself: generated: "increment".',
    "MySQL has",
  );
}
