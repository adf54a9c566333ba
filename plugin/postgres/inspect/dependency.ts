import type { Connection } from "../../../src/plugin/connection.js";
import type { Dependency } from "../../../src/schema/schema.js";
import { requiredText, textsOf } from "../row.js";
import type { Relation } from "./relation.js";

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
