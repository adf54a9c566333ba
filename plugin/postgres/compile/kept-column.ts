import type { Statement } from "../../../src/plugin/ddl.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { grantOption, granteeText, noteAside, restoreAside } from "./aside.js";

/** Statements in which columns of a table go and come back: with their privileges, statistics target, options and storage. */
export function keepingColumns(
  table: QualifiedName,
  columns: readonly string[],
  statements: readonly Statement[],
): readonly Statement[] {
  const relation = quoteName(table);
  const names = columns.map(quoteString).join(", ");
  const chosen = `t.attrelid = ${quoteString(relation)}::regclass AND t.attname IN (${names})`;
  const aside = { note: `columns of ${relation}`, relation };
  return [
    noteAside(aside, columnSteps(aside, "TABLE", chosen)),
    ...statements,
    restoreAside(aside),
  ];
}

/** The rows (place, col, type, sql) of the columns `t` that are chosen. */
export function columnSteps(
  { relation }: { readonly relation: string },
  kind: "TABLE" | "VIEW" | "MATERIALIZED VIEW",
  chosen: string,
): string {
  const name = quoteString(relation);
  const alter = `ALTER ${kind} %s ALTER COLUMN %I SET`;
  const storage =
    "CASE t.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END";
  return `
      SELECT 3, t.attname::text, NULL::oid, format('GRANT %s (%I) ON %s TO %s%s', a.privilege_type, t.attname, ${name}, ${granteeText}, ${grantOption})
        FROM pg_attribute t, aclexplode(t.attacl) a WHERE ${chosen}
      UNION ALL SELECT 3, t.attname::text, NULL, format('${alter} STATISTICS %s', ${name}, t.attname, t.attstattarget)
        FROM pg_attribute t WHERE ${chosen} AND t.attstattarget >= 0 AND t.attnum > 0
      UNION ALL SELECT 3, t.attname::text, NULL, format('${alter} (%s)', ${name}, t.attname, array_to_string(t.attoptions, ', '))
        FROM pg_attribute t WHERE ${chosen} AND t.attoptions IS NOT NULL
      UNION ALL SELECT 3, t.attname::text, t.atttypid, format('${alter} STORAGE %s', ${name}, t.attname, ${storage})
        FROM pg_attribute t JOIN pg_type y ON y.oid = t.atttypid JOIN pg_class r ON r.oid = t.attrelid
        WHERE ${chosen} AND t.attstorage <> y.typstorage AND r.relkind <> 'v'`;
}
