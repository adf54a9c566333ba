import type { Statement } from "../../../src/plugin/ddl.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { noteAside, restoreAside } from "./aside.js";

/** A constraint or an index of a table. */
export type Part = { readonly table: QualifiedName; readonly name: string };

/** Statements in which parts go and come back: with comments of constraints, and as what clustering and replication go by. */
export function keepingParts(
  parts: readonly Part[],
  statements: readonly Statement[],
): readonly Statement[] {
  const [first] = parts;
  if (first === undefined) return statements;
  const aside = {
    note: `parts around ${quoteName(first.table)}`,
    relation: quoteName(first.table),
  };
  return [noteAside(aside, stepsOf(parts)), ...statements, restoreAside(aside)];
}

// Comments of indexes are part of what is inspected, and come back with the index.
function stepsOf(parts: readonly Part[]): string {
  const list = parts.map(
    ({ table, name }) => `(${quoteString(quoteName(table))}::regclass::oid, ${quoteString(name)})`,
  );
  const marked = (flag: string, text: string): string => `
      UNION ALL SELECT 2, NULL, NULL, format('ALTER TABLE %s ${text} %I', i.indrelid::regclass, c.relname)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.${flag} AND (i.indrelid, c.relname) IN (${list.join(", ")})`;
  return `
      SELECT 1, NULL, NULL::oid, format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, k.conrelid::regclass, d.description)
        FROM pg_constraint k JOIN pg_description d ON d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass
        WHERE (k.conrelid, k.conname) IN (${list.join(", ")})${marked("indisclustered", "CLUSTER ON")}${marked("indisreplident", "REPLICA IDENTITY USING INDEX")}`;
}
