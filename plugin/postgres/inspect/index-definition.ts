import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import { groupBy } from "../../../src/schema/group-by.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import { stripParentheses } from "../../sql/parentheses.js";
import { since } from "../../sql/since.js";
import { flagOf, numbersOf, optionalTextsOf, requiredText, textOf, textsOf } from "../row.js";
import type { RelationColumns } from "./column.js";
import { parametersOf } from "./parameters.js";

/** The indexes of many tables and materialized views, by oid, sorted by name; those that back a constraint are left out. */
export async function readIndexes(
  connection: Connection,
  server: Server,
  columns: ReadonlyMap<string, RelationColumns>,
): Promise<ReadonlyMap<string, readonly Index[]>> {
  const rows = await connection.query(indexQuery(server), [[...columns.keys()]]);
  const groups = groupBy(rows, (row) => requiredText(row, "relation"));
  const read = [...columns].map(([oid, { names }]): [string, readonly Index[]] => [
    oid,
    (groups.get(oid) ?? []).map((row) => indexOf(row, names)),
  ]);
  return new Map(read);
}

function indexOf(row: Row, names: ReadonlyMap<number, string>): Index {
  const numbers = numbersOf(row, "columns");
  const length = Number(row["key_length"]);
  const include = numbers.slice(length).map((number) => names.get(number) ?? String(number));
  const method = requiredText(row, "method");
  const where = textOf(row, "predicate");
  return compact({
    name: requiredText(row, "name"),
    keys: numbers.slice(0, length).map((number, place) => keyOf(row, names.get(number), place)),
    unique: flagOf(row, "unique"),
    where: where === undefined ? undefined : stripParentheses(where),
    using: method === "btree" ? undefined : method,
    include: include.length === 0 ? undefined : include,
    nullsNotDistinct: flagOf(row, "nulls_not_distinct") ? true : undefined,
    comment: textOf(row, "comment"),
    parameters: parametersOf(textsOf(row, "parameters")),
    invalid: flagOf(row, "valid") ? undefined : true,
  });
}

function keyOf(row: Row, column: string | undefined, place: number): IndexKey {
  const options = numbersOf(row, "options")[place] ?? 0;
  const descending = (options & 1) === 1;
  const nullsFirst = (options & 2) === 2;
  const expression = optionalTextsOf(row, "expressions")[place];
  return compact({
    column,
    expression:
      column === undefined && expression !== undefined ? stripParentheses(expression) : undefined,
    descending: descending ? true : undefined,
    nulls:
      nullsFirst === descending ? undefined : nullsFirst ? ("first" as const) : ("last" as const),
    collation: optionalTextsOf(row, "collations")[place],
    operatorClass: optionalTextsOf(row, "classes")[place],
  });
}

// Most indexes have the usual classes and the default collation (oid 100), or none: only the others are looked into.
function indexQuery(server: Server): string {
  const nulls = tellsEqualNulls(server) ? "i.indnullsnotdistinct" : "false";
  return `
SELECT i.indrelid::text AS relation, c.relname::text AS name, m.amname::text AS method,
  i.indisunique AS unique, i.indisvalid AS valid, ${nulls} AS nulls_not_distinct,
  i.indkey::int2[]::int[] AS columns, i.indnkeyatts::int AS key_length,
  i.indoption::int2[]::int[] AS options, c.reloptions AS parameters, d.description AS comment,
  pg_get_expr(i.indpred, i.indrelid) AS predicate,
  CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(
    SELECT pg_get_indexdef(i.indexrelid, place, false)
    FROM generate_series(1, i.indnkeyatts) AS place) END AS expressions,
  CASE WHEN NOT i.indclass::oid[] <@ ARRAY(SELECT oid FROM pg_opclass WHERE opcdefault) THEN ARRAY(
    SELECT CASE WHEN o.opcdefault THEN NULL
      WHEN pg_opclass_is_visible(o.oid) THEN o.opcname::text ELSE n.nspname || '.' || o.opcname END
    FROM unnest(i.indclass::oid[]) WITH ORDINALITY AS k (item, place)
    JOIN pg_opclass o ON o.oid = k.item
    JOIN pg_namespace n ON n.oid = o.opcnamespace
    ORDER BY k.place) END AS classes,
  CASE WHEN NOT i.indcollation::oid[] <@ ARRAY[0, 100]::oid[] OR i.indrelid = ANY(ARRAY(
    SELECT attrelid FROM pg_attribute
    WHERE attrelid = ANY($1::oid[]) AND attcollation NOT IN (0, 100) AND attnum > 0)) THEN ARRAY(
    SELECT CASE WHEN l.oid IS NULL OR l.oid = coalesce(a.attcollation, 100) THEN NULL
      WHEN pg_collation_is_visible(l.oid) THEN l.collname::text ELSE n.nspname || '.' || l.collname END
    FROM unnest(i.indcollation::oid[]) WITH ORDINALITY AS k (item, place)
    LEFT JOIN pg_collation l ON l.oid = k.item
    LEFT JOIN pg_namespace n ON n.oid = l.collnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0 AND a.attnum = i.indkey[k.place - 1]
    ORDER BY k.place) END AS collations
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am m ON m.oid = c.relam
LEFT JOIN pg_description d
  ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
WHERE i.indrelid = ANY($1::oid[]) AND NOT EXISTS (
  SELECT FROM pg_constraint k
  WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY i.indrelid, c.relname COLLATE "C"`;
}

const tellsEqualNulls = since("15");
