import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { Column, Generated } from "../../../src/schema/column.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { compact } from "../../../src/schema/compact.js";
import { groupBy } from "../../../src/schema/group-by.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { stripParentheses } from "../../sql/parentheses.js";
import { readDefault } from "../column-default.js";
import { isInteger, parseType } from "../column-type.js";
import { serialSequenceName } from "../identifier.js";
import { flagOf, requiredText, textOf } from "../row.js";
import { columnCounting, countingOf } from "../sequence.js";
import { schemaOf } from "./namespace.js";
import type { Relation } from "./relation.js";

/** The columns of one relation, and their names by attribute number, as constraints and indexes refer to them. */
export type RelationColumns = {
  readonly columns: readonly Column[];
  readonly names: ReadonlyMap<number, string>;
};

/** The columns of many relations, by oid. */
export async function readColumns(
  connection: Connection,
  server: Server,
  relations: readonly Relation[],
): Promise<ReadonlyMap<string, RelationColumns>> {
  const rows = await connection.query(columnQuery, [relations.map(({ oid }) => oid)]);
  const groups = groupBy(rows, (row) => requiredText(row, "relation"));
  const read = relations.map(({ oid, name }): [string, RelationColumns] => {
    const own = groups.get(oid) ?? [];
    const names = new Map(own.map((row) => [Number(row["number"]), requiredText(row, "name")]));
    return [oid, { columns: own.map((row) => columnOf(row, name, server)), names }];
  });
  return new Map(read);
}

function columnOf(row: Row, table: QualifiedName, server: Server): Column {
  const type = parseType(requiredText(row, "type"), enumNameOf(row, server));
  const generated = generatedOf(row, type, table, server);
  const expression = generated === undefined ? textOf(row, "expression") : undefined;
  return compact({
    name: requiredText(row, "name"),
    type,
    nullable: !flagOf(row, "required"),
    default: expression === undefined ? undefined : readDefault(expression, type),
    generated,
    collation: textOf(row, "collation"),
    comment: textOf(row, "comment"),
  });
}

function enumNameOf(row: Row, server: Server): QualifiedName | undefined {
  const name = textOf(row, "enum_name");
  return name === undefined ? undefined : { ...schemaOf(server, textOf(row, "enum_schema")), name };
}

function generatedOf(
  row: Row,
  type: ColumnType,
  table: QualifiedName,
  server: Server,
): Generated | undefined {
  const identity = textOf(row, "identity") ?? "";
  if (identity !== "") {
    return compact({
      kind: "identity" as const,
      always: identity === "a",
      counting: columnCounting(countingOf(row), type.name),
    });
  }
  const expression = stripParentheses(textOf(row, "expression") ?? "");
  const kind = textOf(row, "generated") ?? "";
  if (kind !== "") return { kind: "expression", expression, stored: kind === "s" };
  const isSerial = isInteger(type) && /^nextval\('.*'::regclass\)$/.test(expression);
  return isSerial ? incrementOf(row, type, table, server) : undefined;
}

// A default that takes its values from a sequence the column does not own is a plain default.
function incrementOf(
  row: Row,
  type: ColumnType,
  table: QualifiedName,
  server: Server,
): Generated | undefined {
  const name = textOf(row, "sequence_name");
  if (name === undefined) return undefined;
  const sequence = { ...schemaOf(server, textOf(row, "sequence_schema")), name };
  const usual = serialSequenceName(table.name, requiredText(row, "name"));
  const isUsual = name === usual && sequence.schema === table.schema;
  const counting = columnCounting(countingOf(row), type.name);
  return compact({
    kind: "increment" as const,
    sequence: isUsual ? undefined : sequence,
    counting,
  });
}

// The planner weighs every order of the joins it sees at once, which costs more than to run them. `OFFSET 0` parts them.
const columnQuery = `
SELECT a.relation::text, a.number::int, a.name, a.type, a.required, pg_get_expr(v.adbin, v.adrelid) AS expression,
  a.identity, a.generated, a.enum_schema, a.enum_name, a.collation,
  d.description AS comment, s.schema AS sequence_schema, s.name AS sequence_name,
  s.start, s.increment, s.minimum, s.maximum, s.cache, s.cycle
FROM (
  SELECT a.attrelid AS relation, a.attnum AS number, a.attname::text AS name,
    format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
    a.attidentity::text AS identity, a.attgenerated::text AS generated,
    en.nspname::text AS enum_schema, e.typname::text AS enum_name,
    CASE WHEN pg_collation_is_visible(l.oid) THEN l.collname::text ELSE ln.nspname || '.' || l.collname END AS collation
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_type e ON e.typtype = 'e' AND e.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END
  LEFT JOIN pg_namespace en ON en.oid = e.typnamespace
  LEFT JOIN pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
  LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
  WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
  OFFSET 0
) a
LEFT JOIN pg_attrdef v ON v.adrelid = a.relation AND v.adnum = a.number
LEFT JOIN pg_description d
  ON d.objoid = a.relation AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.number
LEFT JOIN (
  SELECT DISTINCT ON (o.refobjid, o.refobjsubid) o.refobjid, o.refobjsubid,
    sn.nspname::text AS schema, sc.relname::text AS name, q.seqstart::text AS start,
    q.seqincrement::text AS increment, q.seqmin::text AS minimum, q.seqmax::text AS maximum,
    q.seqcache::text AS cache, q.seqcycle AS cycle
  FROM pg_depend o
  JOIN pg_class sc ON sc.oid = o.objid AND sc.relkind = 'S'
  JOIN pg_namespace sn ON sn.oid = sc.relnamespace
  JOIN pg_sequence q ON q.seqrelid = sc.oid
  WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass
    AND o.deptype IN ('a', 'i') AND o.refobjid = ANY($1::oid[])
  ORDER BY o.refobjid, o.refobjsubid, o.deptype DESC, sc.oid DESC
) s ON s.refobjid = a.relation AND s.refobjsubid = a.number
ORDER BY a.relation, a.number`;
