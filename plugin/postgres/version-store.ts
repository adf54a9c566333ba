import { AthanorError } from "../../src/error/athanor-error.js";
import type { Connection, Row } from "../../src/plugin/connection.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { versionStoreOf } from "../sql/version-store.js";
import { quoteName } from "./quote-name.js";
import { requiredText } from "./row.js";
import type { Statement } from "../../src/plugin/ddl.js";
import type { OwnTables } from "../../src/plugin/version-store.js";
import { literal } from "./literal.js";

export const versionStore = versionStoreOf({
  quoteName,
  placeholder: (position) => `$${position}`,
  serial: "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
  exists: tableExists,
  versionTables: `
SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attname = 'version_num' AND NOT a.attisdropped
  AND has_table_privilege(c.oid, 'SELECT')
ORDER BY 1`,
  expect: expectRows,
});

/** Throws `MISSING_RIGHT` where the table may be there, and the role may not look. */
async function tableExists(connection: Connection, table: QualifiedName): Promise<boolean> {
  const [row] = await connection.query("SELECT to_regclass($1) IS NOT NULL AS found", [
    quoteName(table),
  ]);
  if (row?.["found"] === true) return true;
  const [hidden] = await connection.query(hiddenQuery, [table.name, table.schema ?? null]);
  if (hidden !== undefined) throw unseen(table, requiredText(hidden, "schema"), hidden);
  return false;
}

function unseen({ name }: QualifiedName, schema: string, { role }: Row): AthanorError {
  const quoted = quoteName({ name: schema });
  return new AthanorError({
    code: "MISSING_RIGHT",
    message: `The table "${name}" is in the schema "${schema}", which this role may not look into: it lacks USAGE on the schema. Which revisions are applied cannot be told.`,
    suggestions: [`Let its owner run: GRANT USAGE ON SCHEMA ${quoted} TO ${String(role)}`],
    facts: { table: name, schema },
  });
}

// A schema without the right USAGE is left out of the search path without a word, but its tables are in the catalog.
const hiddenQuery = `
SELECT n.nspname::text AS schema, quote_ident(current_user) AS role
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = $1 AND c.relkind IN ('r', 'p') AND NOT has_schema_privilege(n.oid, 'USAGE')
  AND n.nspname = ANY (CASE WHEN $2::text IS NOT NULL THEN ARRAY[$2::text] ELSE ARRAY(
    SELECT CASE trim(entry) WHEN '"$user"' THEN current_user::text ELSE trim(both '"' FROM trim(entry)) END
    FROM unnest(string_to_array(current_setting('search_path'), ',')) AS entry) END)`;

/** Raises an error that names both places unless the version rows are these, and one that names a revision that is half done. */
function expectRows(
  { version, journal }: Pick<OwnTables, "version" | "journal">,
  revisions: readonly string[],
): readonly Statement[] {
  const wanted = literal([...revisions].sort().join(", ") || "base");
  const present = `SELECT coalesce(string_agg(version_num, ', ' ORDER BY version_num COLLATE "C"), 'base') FROM ${quoteName(version)}`;
  const message = "'This script begins at %, and the database is at %.'";
  const half = journal === undefined ? "" : ` ${expectFinished(quoteName(journal))}`;
  return [
    {
      sql: `DO $athanor$ DECLARE present text := (${present}); half text; BEGIN IF present <> ${wanted} THEN RAISE EXCEPTION ${message}, ${wanted}, present; END IF;${half} END $athanor$`,
    },
  ];
}

/** The table is made when a revision first needs it. */
function expectFinished(journal: string): string {
  const message = "'Revision % is half done in this database: finish it or take it back first.'";
  const read = literal(`SELECT min(revision) FROM ${journal}`);
  return `IF to_regclass(${literal(journal)}) IS NOT NULL THEN EXECUTE ${read} INTO half; IF half IS NOT NULL THEN RAISE EXCEPTION ${message}, half; END IF; END IF;`;
}
