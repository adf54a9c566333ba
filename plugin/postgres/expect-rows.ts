import type { Statement } from "../../src/plugin/statement.js";
import type { OwnTables } from "../../src/plugin/version-store.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";

/** Raises an error that names both places unless the version rows are these. */
export function expectRows(
  { version }: Pick<OwnTables, "version">,
  revisions: readonly string[],
): readonly Statement[] {
  const wanted = literal([...revisions].sort().join(", ") || "base");
  const present = `SELECT coalesce(string_agg(version_num, ', ' ORDER BY version_num COLLATE "C"), 'base') FROM ${quoteName(version)}`;
  const message = "'This script begins at %, and the database is at %.'";
  return [
    {
      sql: `DO $athanor$ DECLARE present text := (${present}); BEGIN IF present <> ${wanted} THEN RAISE EXCEPTION ${message}, ${wanted}, present; END IF; END $athanor$`,
    },
  ];
}
