import type { Row } from "../../src/plugin/connection.js";

/** What the catalogs of PostgreSQL say of a database, line by line, in no words of Athanor's. */
export type Catalog = {
  /** Sorted; the order of columns left out. */
  readonly lines: readonly string[];
  /** Names in their order, by table. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
};

/** Reads everything but the two tables that Athanor keeps for itself. */
export async function readCatalog(
  query: (sql: string) => Promise<readonly Row[]>,
): Promise<Catalog> {
  const lines = await query(lineQuery);
  const columns = await query(columnQuery);
  return {
    lines: lines.map(({ line }) => String(line)),
    columns: new Map(columns.map((row) => [String(row["relation"]), row["names"] as string[]])),
  };
}

const user = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";
const relations = `(SELECT c.*, n.nspname, format('%I.%I', n.nspname, c.relname) AS title
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${user} AND c.relname NOT LIKE 'athanor%')`;

const columnQuery = `
SELECT c.title AS relation, array_agg(a.attname::text ORDER BY a.attnum) AS names
FROM ${relations} c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm') GROUP BY c.title`;

const lineQuery = `
SELECT line FROM (
  SELECT format('relation %s %s %s options %s rights %s owner %s', c.title, c.relkind, c.relpersistence, c.reloptions, c.relacl, c.relowner::regrole) AS line FROM ${relations} c
  UNION ALL
  SELECT format('column %s.%I %s required %s identity %s generated %s default %s collation %s rights %s', c.title, a.attname,
    format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), a.attcollation::regcollation, a.attacl)
  FROM ${relations} c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind IN ('r', 'p', 'v', 'm')
  UNION ALL
  SELECT format('constraint %I of %s %s valid %s', k.conname, c.title, pg_get_constraintdef(k.oid), k.convalidated)
  FROM pg_constraint k JOIN ${relations} c ON c.oid = k.conrelid
  UNION ALL
  SELECT format('index %s valid %s', pg_get_indexdef(i.indexrelid), i.indisvalid) FROM pg_index i JOIN ${relations} c ON c.oid = i.indrelid
  UNION ALL
  SELECT format('enum %I.%I %s', n.nspname, t.typname, (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND ${user}
  UNION ALL
  SELECT format('sequence %s %s from %s by %s to %s owned by %s', c.title, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax,
    (SELECT format('%s.%s', o.refobjid::regclass, o.refobjsubid > 0) FROM pg_depend o WHERE o.objid = c.oid AND o.classid = 'pg_class'::regclass AND o.deptype IN ('a', 'i') AND o.refobjsubid > 0))
  FROM pg_sequence s JOIN ${relations} c ON c.oid = s.seqrelid
  UNION ALL
  SELECT format('view %s %s', c.title, pg_get_viewdef(c.oid)) FROM ${relations} c WHERE c.relkind IN ('v', 'm')
  UNION ALL
  SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN ${relations} c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT format('comment on %s: %s', identity.identity, d.description)
  FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) AS identity
  WHERE d.objoid >= 16384 AND identity.schema NOT LIKE 'pg\\_%' AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = d.classoid AND x.objid = d.objoid AND x.deptype = 'e')
  UNION ALL
  SELECT format('schema %I', n.nspname) FROM pg_namespace n WHERE ${user}
) AS lines ORDER BY line COLLATE "C"`;
