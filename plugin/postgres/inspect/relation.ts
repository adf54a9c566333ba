import type { Connection } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { flagOf, optionalTextsOf, requiredText, textOf, textsOf } from "../row.js";
import { inScope, namespacesOf, schemaOf } from "./namespace.js";
import type { Dependency } from "../../../src/schema/schema.js";

/** A table or view as `pg_class` knows it. */
export type Relation = {
  readonly oid: string;
  readonly name: QualifiedName;
  readonly kind: "table" | "view" | "materializedView";
  readonly unlogged: boolean;
  readonly parameters: readonly string[];
  /** `RANGE (day)`, of a table that is divided into partitions. */
  readonly partitionBy: string | undefined;
  readonly comment: string | undefined;
  /** Views only. */
  readonly definition: string | undefined;
  /** Views only: oids of the relations read. */
  readonly reads: readonly string[];
};

/** The relations in scope: ordinary and partitioned tables and views; no partitions, foreign tables or objects of extensions. */
export async function readRelations(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<readonly Relation[]> {
  const rows = await connection.query(...queryOf(server, scope));
  const all = rows.map((row): Relation => {
    const name = { ...schemaOf(server, textOf(row, "schema")), name: requiredText(row, "name") };
    return {
      oid: requiredText(row, "oid"),
      name,
      kind: kinds[requiredText(row, "kind")] ?? "table",
      unlogged: flagOf(row, "unlogged"),
      parameters: textsOf(row, "parameters"),
      partitionBy: textOf(row, "partition_by"),
      comment: textOf(row, "comment"),
      definition: textOf(row, "definition"),
      reads: optionalTextsOf(row, "reads").filter((oid) => oid !== undefined),
    };
  });
  return all.filter(({ name }) => scope.includeName?.(name) ?? true);
}

// Of named relations only these are looked at: a database has thousands, and each change asks about its own.
function queryOf(server: Server, scope: Scope): [sql: string, parameters: readonly unknown[]] {
  const namespaces = namespacesOf(server, scope);
  if (scope.tables === undefined) return [relationQuery("", "true"), [namespaces]];
  const schemas = scope.tables.map(({ schema }) => schema ?? server.defaultSchema);
  const names = scope.tables.map(({ name }) => name);
  const sql = relationQuery(chosen, "c.oid IN (SELECT oid FROM chosen)");
  return [sql, [namespaces, schemas, names]];
}

const kinds: Readonly<Record<string, Relation["kind"]>> = {
  r: "table",
  p: "table",
  v: "view",
  m: "materializedView",
};

/** The named relations, and every view that reads one of them, however indirectly. */
const chosen = `
WITH RECURSIVE chosen AS (
  SELECT c.oid FROM unnest($2::text[], $3::text[]) AS named (schema, name)
  JOIN pg_namespace n ON n.nspname = named.schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = named.name
  UNION
  SELECT w.ev_class FROM chosen h
  JOIN pg_depend p ON p.refclassid = 'pg_class'::regclass AND p.refobjid = h.oid AND p.classid = 'pg_rewrite'::regclass
  JOIN pg_rewrite w ON w.oid = p.objid)`;

const relationQuery = (before: string, condition: string): string => `${before}
SELECT c.oid::text AS oid, n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
  c.relpersistence = 'u' AS unlogged, c.reloptions AS parameters, d.description AS comment,
  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition,
  CASE WHEN c.relkind IN ('v', 'm') THEN ARRAY(
    SELECT DISTINCT p.refobjid::text
    FROM pg_rewrite w
    JOIN pg_depend p ON p.classid = 'pg_rewrite'::regclass AND p.objid = w.oid
      AND p.refclassid = 'pg_class'::regclass AND p.refobjid <> c.oid
    WHERE w.ev_class = c.oid) END AS reads
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d
  ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
WHERE ${inScope} AND ${condition} AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
  AND NOT EXISTS (
    SELECT FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`;

/** What rests on columns of the tables beside what Athanor knows how to take out of the way. */
export async function readDependencies(
  connection: Connection,
  relations: readonly Relation[],
): Promise<readonly Dependency[]> {
  const names = new Map(relations.map(({ oid, name }) => [oid, name]));
  const rows = await connection.query(dependencyQuery, [[...names.keys()]]);
  return rows.flatMap((row): readonly Dependency[] => {
    const table = names.get(requiredText(row, "relation"));
    const what = requiredText(row, "what");
    return table === undefined ? [] : [{ table, what, columns: textsOf(row, "columns") }];
  });
}

// Policies, triggers (UPDATE OF, WHEN), rules, publications (columns, WHERE), functions whose bodies the server has read.
const dependencyQuery = `
SELECT d.refobjid::text AS relation, pg_describe_object(d.classid, d.objid, 0) AS what,
  array_agg(DISTINCT a.attname::text) AS columns
FROM pg_depend d
JOIN pg_class c ON c.oid = d.refobjid AND c.relkind IN ('r', 'p')
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY($1::oid[]) AND d.refobjsubid > 0
  AND (d.classid IN ('pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_publication_rel'::regclass, 'pg_proc'::regclass)
    OR w.rulename <> '_RETURN')
GROUP BY d.refobjid, d.classid, d.objid
ORDER BY 1, 2`;
