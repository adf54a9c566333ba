import type {
  AlterSequence,
  CreateSequence,
  DropSequence,
  RenameSequence,
} from "../../../src/operation/catalog-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import { since } from "../../sql/since.js";
import { quoteName } from "../quote-name.js";
import { unsupported } from "./unsupported.js";

/** MariaDB only. */
export function createSequence(
  { sequence, ifNotExists }: CreateSequence,
  context: CompileContext,
): readonly Statement[] {
  requireSequences(context);
  const exists = ifNotExists === true ? "IF NOT EXISTS " : "";
  const type = sequence.type === undefined ? "" : typeText(sequence, context);
  const sql = `CREATE SEQUENCE ${exists}${quoteName(sequence)}${type}${optionsText(sequence)}`;
  return [{ sql }];
}

/** MariaDB only. */
export function dropSequence(
  { sequence, ifExists }: DropSequence,
  context: CompileContext,
): readonly Statement[] {
  requireSequences(context);
  return [{ sql: `DROP SEQUENCE ${ifExists === true ? "IF EXISTS " : ""}${quoteName(sequence)}` }];
}

/** MariaDB only. */
export function alterSequence(
  { from, to }: AlterSequence,
  context: CompileContext,
): readonly Statement[] {
  requireSequences(context);
  const { start, increment = "1", minimum, maximum, cache = "1000", cycle = false } = to;
  const first = increment.startsWith("-") ? maximum : minimum;
  const clauses = [
    from.type === to.type ? "" : typeText(to, context),
    from.increment === to.increment ? "" : ` INCREMENT BY ${increment}`,
    from.minimum === to.minimum ? "" : bound("MINVALUE", minimum),
    from.maximum === to.maximum ? "" : bound("MAXVALUE", maximum),
    from.start === to.start ? "" : ` START WITH ${start ?? first ?? "1"}`,
    from.cache === to.cache ? "" : ` CACHE ${cache}`,
    (from.cycle ?? false) === cycle ? "" : cycle ? " CYCLE" : " NOCYCLE",
  ].join("");
  return clauses === "" ? [] : [{ sql: `ALTER SEQUENCE ${quoteName(to)}${clauses}` }];
}

function bound(words: string, value: string | undefined): string {
  return value === undefined ? ` NO ${words}` : ` ${words} ${value}`;
}

/** MariaDB only: to it a sequence is a kind of table. */
export function renameSequence(
  { from, to }: RenameSequence,
  context: CompileContext,
): readonly Statement[] {
  requireSequences(context);
  return [{ sql: `RENAME TABLE ${quoteName(from)} TO ${quoteName(to)}` }];
}

function typeText({ type = "bigint" }: Sequence, { server }: CompileContext): string {
  if (server === undefined || isTyped(server)) return ` AS ${type}`;
  throw unsupported("types of sequences", "Leave `type` out.", "MariaDB before 11.5 has");
}

const isTyped = since("mariadb 11.5");

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
