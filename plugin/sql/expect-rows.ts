import type { QualifiedName } from "../../src/schema/name.js";
import type { Statement } from "../../src/plugin/ddl.js";
import type { OwnTables } from "../../src/plugin/version-store.js";

/** How a dialect speaks of the temporary table that the rows are weighed in. */
export type ExpectSpeech = {
  readonly quoteName: (name: QualifiedName) => string;
  /** The way back from `CREATE TEMPORARY TABLE athanor_begins`. */
  readonly drop: string;
};

/** Databases without a statement that raises an error say the name of a CHECK that a row breaks. At most 64 characters. */
const refusal = "The database is not at the revision this script begins with";

/** Fails unless the version rows are these and no journal is open, by a CHECK of a temporary table. Placeholders are `?`. */
export function expectByCheck(
  { quoteName, drop }: ExpectSpeech,
  { version, journal }: Pick<OwnTables, "version" | "journal">,
  revisions: readonly string[],
): readonly Statement[] {
  const rows = quoteName(version);
  const known = revisions.map(() => "?").join(", ");
  const conditions = [
    `(SELECT COUNT(*) FROM ${rows}) = ${revisions.length}`,
    ...(revisions.length === 0
      ? []
      : [`(SELECT COUNT(*) FROM ${rows} WHERE version_num IN (${known})) = ${revisions.length}`]),
    ...(journal === undefined ? [] : [`(SELECT COUNT(*) FROM ${quoteName(journal)}) = 0`]),
  ];
  const check = `CONSTRAINT ${quoteName({ name: refusal })} CHECK (fits = 1)`;
  return [
    // Some servers take no table without a primary key.
    { sql: `CREATE TEMPORARY TABLE athanor_begins (fits integer NOT NULL PRIMARY KEY, ${check})` },
    {
      sql: `INSERT INTO athanor_begins SELECT CASE WHEN ${conditions.join(" AND ")} THEN 1 ELSE 0 END`,
      parameters: revisions,
    },
    { sql: drop },
  ];
}
