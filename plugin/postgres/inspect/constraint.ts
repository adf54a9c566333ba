import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type {
  Constraint,
  Deferrable,
  ForeignKey,
  ReferentialAction,
} from "../../../src/schema/constraint.js";
import { groupBy } from "../../../src/schema/group-by.js";
import { stripParentheses } from "../../sql/parentheses.js";
import { since } from "../../sql/since.js";
import { flagOf, numbersOf, requiredText, textOf, textsOf } from "../row.js";
import type { RelationColumns } from "./column.js";
import { schemaOf } from "./namespace.js";

/** The constraints of many tables, by oid, sorted by name. */
export async function readConstraints(
  connection: Connection,
  server: Server,
  columns: ReadonlyMap<string, RelationColumns>,
): Promise<ReadonlyMap<string, readonly Constraint[]>> {
  const rows = await connection.query(constraintQuery(server), [[...columns.keys()]]);
  const groups = groupBy(rows, (row) => requiredText(row, "relation"));
  const read = [...columns].map(([oid, { names }]): [string, readonly Constraint[]] => [
    oid,
    (groups.get(oid) ?? []).map((row) => constraintOf(row, names, server)),
  ]);
  return new Map(read);
}

function constraintOf(row: Row, names: ReadonlyMap<number, string>, server: Server): Constraint {
  const name = requiredText(row, "name");
  const columns = named(numbersOf(row, "columns"), names);
  const deferrable = deferrableOf(row);
  switch (requiredText(row, "kind")) {
    case "p":
      return compact({ kind: "primaryKey" as const, name, columns, deferrable });
    case "u":
      return compact({
        kind: "unique" as const,
        name,
        columns,
        deferrable,
        ...uniqueOf(row, names),
      });
    case "x":
      return compact({ kind: "exclude" as const, name, expression: exclusionOf(row), deferrable });
    case "f":
      return compact({ ...foreignKeyOf(row, server), name, columns, deferrable });
    default:
      return compact({
        kind: "check" as const,
        name,
        expression: stripParentheses(requiredText(row, "expression")),
        noInherit: flagOf(row, "no_inherit") ? true : undefined,
        ...effectOf(row),
      });
  }
}

function uniqueOf(
  row: Row,
  names: ReadonlyMap<number, string>,
): { nullsNotDistinct: true | undefined; include: readonly string[] | undefined } {
  const include = named(numbersOf(row, "index_columns").slice(Number(row["key_length"])), names);
  return {
    nullsNotDistinct: flagOf(row, "nulls_not_distinct") ? true : undefined,
    include: include.length === 0 ? undefined : include,
  };
}

function foreignKeyOf(row: Row, server: Server): Omit<ForeignKey, "name" | "columns"> {
  return compact({
    kind: "foreignKey" as const,
    references: {
      ...schemaOf(server, textOf(row, "target_schema")),
      name: requiredText(row, "target_name"),
    },
    referencedColumns: textsOf(row, "target_columns"),
    onDelete: actionOf(row, "on_delete"),
    onUpdate: actionOf(row, "on_update"),
    match: textOf(row, "match") === "f" ? "FULL" : undefined,
    ...effectOf(row),
  });
}

// What is not enforced is never valid either.
function effectOf(row: Row): { notValid: true | undefined; notEnforced: true | undefined } {
  const notEnforced = flagOf(row, "enforced") ? undefined : true;
  return { notValid: (notEnforced ?? flagOf(row, "valid")) ? undefined : true, notEnforced };
}

function exclusionOf(row: Row): string {
  const definition = requiredText(row, "expression").replace(/^EXCLUDE /, "");
  return definition.replace(/( DEFERRABLE)?( INITIALLY DEFERRED)?$/, "");
}

function named(numbers: readonly number[], names: ReadonlyMap<number, string>): readonly string[] {
  return numbers.map((number) => names.get(number) ?? String(number));
}

function deferrableOf(row: Row): Deferrable | undefined {
  if (!flagOf(row, "deferrable")) return undefined;
  return flagOf(row, "deferred") ? "INITIALLY DEFERRED" : "INITIALLY IMMEDIATE";
}

function actionOf(row: Row, column: string): ReferentialAction {
  return actions[requiredText(row, column)] ?? "NO ACTION";
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: "NO ACTION",
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
};

// NOT NULL constraints (PostgreSQL 18 lists them, kind n) are part of the column. Copies made for partitions have a parent.
function constraintQuery(server: Server): string {
  const nulls = tellsEqualNulls(server) ? "i.indnullsnotdistinct" : "false";
  const enforced = tellsEnforcement(server) ? "k.conenforced" : "true";
  return `
SELECT k.conrelid::text AS relation, k.conname::text AS name, k.contype::text AS kind,
  k.conkey::int[] AS columns, k.condeferrable AS deferrable, k.condeferred AS deferred,
  k.convalidated AS valid, ${enforced} AS enforced, k.connoinherit AS no_inherit,
  CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid)
    WHEN 'x' THEN pg_get_constraintdef(k.oid) END AS expression,
  k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update, k.confmatchtype::text AS match,
  n.nspname::text AS target_schema, r.relname::text AS target_name,
  CASE WHEN k.contype = 'f' THEN ARRAY(
    SELECT a.attname::text
    FROM unnest(k.confkey) WITH ORDINALITY AS c (number, place)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = c.number
    ORDER BY c.place) END AS target_columns,
  i.indkey::int2[]::int[] AS index_columns, i.indnkeyatts::int AS key_length, ${nulls} AS nulls_not_distinct
FROM pg_constraint k
LEFT JOIN pg_class r ON r.oid = k.confrelid
LEFT JOIN pg_namespace n ON n.oid = r.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype = 'u'
WHERE k.conrelid = ANY($1::oid[]) AND k.contype IN ('p', 'u', 'c', 'x', 'f') AND k.conparentid = 0
ORDER BY k.conrelid, k.conname COLLATE "C"`;
}

const tellsEqualNulls = since("15");

const tellsEnforcement = since("18");
