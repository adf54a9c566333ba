import type { Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import { isCounting } from "../../../src/schema/equality.js";
import { type QualifiedName, sameName } from "../../../src/schema/name.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import type { Counting } from "../../../src/schema/sequence.js";
import { quoteName } from "../quote-name.js";
import { changedCounting, countingClauses, resolveCounting, type Typed } from "../sequence.js";
import { createSequenceText, generatedClause, nextValue, sequenceOf } from "./column-clause.js";
import { granteeText, settingOf } from "./restoration.js";

/** What has to run before the type, default and nullability of a column change: the old way of making values ends. */
export function endGeneration(
  table: QualifiedName,
  from: Column,
  to: Column,
): readonly Statement[] {
  if (from.generated?.kind === to.generated?.kind) return [];
  const alter = alterText(table, from);
  const note = goesOn(from, to) ? [noteCounter({ table, column: from.name })] : [];
  if (from.generated?.kind === "identity") return [...note, { sql: `${alter} DROP IDENTITY` }];
  if (from.generated?.kind === "expression") return [{ sql: `${alter} DROP EXPRESSION` }];
  const sequence = sequenceOf(table, from);
  if (sequence === undefined) return [];
  const drop = { sql: `DROP SEQUENCE ${quoteName(sequence)}` };
  return [...note, { sql: `${alter} DROP DEFAULT` }, drop];
}

/** Does the column count before and after? It then goes on from where it stood: a number is given once. */
function goesOn(from: Column, to: Column): boolean {
  return isCounting(from) && isCounting(to);
}

/** What has to run afterwards: the new way begins, above the values that are there, or where the old one stood. */
export function beginGeneration(
  table: QualifiedName,
  from: Column,
  to: Column,
): readonly Statement[] {
  if (from.generated?.kind === to.generated?.kind) return adjustGeneration(table, from, to);
  const start = goesOn(from, to) ? restoreCounter({ table, column: to.name }) : advance(table, to);
  if (to.generated?.kind === "identity") {
    return [{ sql: `${alterText(table, to)} ADD${generatedClause(to)}` }, start];
  }
  const sequence = sequenceOf(table, to);
  if (sequence === undefined) return [];
  const owner = `${quoteName(table)}.${quoteIdentifier(to.name)}`;
  return [
    { sql: `${createSequenceText(sequence, to)} OWNED BY ${owner}` },
    { sql: `${alterText(table, to)} SET DEFAULT ${nextValue(sequence).sql}` },
    start,
  ];
}

function adjustGeneration(table: QualifiedName, from: Column, to: Column): readonly Statement[] {
  if (to.generated?.kind === "identity" && from.generated?.kind === "identity") {
    const mode = `GENERATED ${to.generated.always ? "ALWAYS" : "BY DEFAULT"}`;
    const changes = [
      ...(from.generated.always === to.generated.always ? [] : [mode]),
      ...countingChanges(from, to),
    ];
    const sets = changes.map((change) => ` SET ${change}`).join("");
    return changes.length === 0 ? [] : [{ sql: `${alterText(table, to)}${sets}` }];
  }
  if (to.generated?.kind === "expression" && from.generated?.kind === "expression") {
    if (from.generated.expression === to.generated.expression) return [];
    return [{ sql: `${alterText(table, to)} SET EXPRESSION AS (${to.generated.expression})` }];
  }
  return adjustSequence(table, from, to);
}

function adjustSequence(table: QualifiedName, from: Column, to: Column): readonly Statement[] {
  const [old, sequence] = [sequenceOf(table, from), sequenceOf(table, to)];
  if (old === undefined || sequence === undefined) return [];
  const renamed = { ...old, name: sequence.name };
  const type = from.type.name === to.type.name ? [] : [`AS ${to.type.name}`];
  const changes = [...type, ...countingChanges(from, to)];
  const changed = [`ALTER SEQUENCE ${quoteName({ ...renamed, ...sequence })}`, ...changes].join(
    " ",
  );
  return [
    ...(old.name === sequence.name
      ? []
      : [{ sql: `ALTER SEQUENCE ${quoteName(old)} RENAME TO ${quoteIdentifier(sequence.name)}` }]),
    ...(sameName(renamed, sequence) || sequence.schema === undefined
      ? []
      : [
          {
            sql: `ALTER SEQUENCE ${quoteName(renamed)} SET SCHEMA ${quoteIdentifier(sequence.schema)}`,
          },
        ]),
    ...(changes.length === 0 ? [] : [{ sql: changed }]),
  ];
}

/** The clauses by which the column's sequence comes to count otherwise; it goes on where it is. */
function countingChanges(from: Column, to: Column): readonly string[] {
  const [old, wanted] = [countingOf(from), countingOf(to)];
  if (old === undefined && wanted === undefined) return [];
  const typed = (counting: Counting = {}, { type }: Column): Typed => ({
    counting,
    type: type.name,
  });
  return countingClauses(changedCounting(typed(old, from), typed(wanted, to)));
}

function countingOf({ generated }: Column): Counting | undefined {
  return generated === undefined || generated.kind === "expression"
    ? undefined
    : generated.counting;
}

// Without this the sequence would begin at its start, and the next row might collide with one that is there.
function advance(table: QualifiedName, column: Column): Statement {
  const sequence = `pg_get_serial_sequence(${quoteString(quoteName(table))}, ${quoteString(column.name)})`;
  const next = nextNumber(quoteIdentifier(column.name), countingOf(column), column.type.name);
  return { sql: `SELECT setval(${sequence}, ${next}, false) FROM ${quoteName(table)}` };
}

/** The first number that the sequence may give and that lies behind all that the column holds. */
function nextNumber(name: string, counting: Counting | undefined, type: string): string {
  if (counting === undefined) return `greatest(coalesce(max(${name}), 0) + 1, 1)`;
  const { start, increment } = resolveCounting(counting, type);
  const last = increment.startsWith("-") ? `min(${name})` : `max(${name})`;
  const steps = `floor((${last}::numeric - ${start}) / ${increment}) + 1`;
  return `(${start} + ${increment} * greatest(0, coalesce(${steps}, 0)))::bigint`;
}

function alterText(table: QualifiedName, column: Column): string {
  return `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
}

/** Where the counter of a column stands, and who may use it: from one sequence of the column's to the next. */
type Counter = { readonly table: QualifiedName; readonly column: string };

/** Notes it, while the old sequence is there. */
function noteCounter(counter: Counter): Statement {
  const body = `DECLARE sequence regclass := ${sequenceText(counter)}; position jsonb; BEGIN
EXECUTE format('SELECT jsonb_build_array(last_value, is_called) FROM %s', sequence) INTO position;
PERFORM set_config('${settingOf(noteOf(counter))}', (SELECT jsonb_build_object('position', position,
  'comment', obj_description(sequence, 'pg_class'), 'grants', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(a.privilege_type, ${granteeText}, a.is_grantable)), '[]')
    FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = sequence AND a.grantee <> c.relowner))::text), false);
END`;
  return { sql: `DO ${quoteString(body)}` };
}

/** Gives it to the new sequence. */
function restoreCounter(counter: Counter): Statement {
  const setting = settingOf(noteOf(counter));
  const body = `DECLARE note jsonb := nullif(current_setting('${setting}', true), '')::jsonb; sequence regclass := ${sequenceText(counter)}; step jsonb; BEGIN
PERFORM setval(sequence, (note -> 'position' ->> 0)::bigint, (note -> 'position' ->> 1)::boolean);
FOR step IN SELECT jsonb_array_elements(note -> 'grants') LOOP
  EXECUTE format('GRANT %s ON SEQUENCE %s TO %s%s', step ->> 0, sequence, step ->> 1, CASE WHEN (step -> 2)::boolean THEN ' WITH GRANT OPTION' ELSE '' END);
END LOOP;
IF note ->> 'comment' IS NOT NULL THEN EXECUTE format('COMMENT ON SEQUENCE %s IS %L', sequence, note ->> 'comment'); END IF;
PERFORM set_config('${setting}', '', false);
END`;
  return { sql: `DO ${quoteString(body)}` };
}

function noteOf({ table, column }: Counter): { readonly note: string } {
  return { note: `counter of ${quoteName(table)}.${column}` };
}

function sequenceText({ table, column }: Counter): string {
  return `pg_get_serial_sequence(${quoteString(quoteName(table))}, ${quoteString(column)})::regclass`;
}
