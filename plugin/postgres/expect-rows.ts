import type { Statement } from "../../src/plugin/ddl.js";
import type { OwnTables } from "../../src/plugin/version-store.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";

/** Raises an error that names both places unless the version rows are these, and one that names a revision that is half done. */
export function expectRows(
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
