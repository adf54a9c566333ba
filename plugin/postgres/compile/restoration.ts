import { createHash } from "node:crypto";
import type { Statement } from "../../../src/plugin/ddl.js";
import { quoteString } from "../../sql/quote.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteName } from "../quote-name.js";

/** What is dropped and made again: a name for the note, and the relation it is or is part of, as `"public"."t"`, where there is one. */
export type Noted = { readonly note: string; readonly relation?: string };

/**
 * The server notes for itself what it will have to restore, so that a script does the same. `steps` selects, in rows
 * (place, col, type, sql), the statements that restore it, in the order of their places; `col` is a column that must be
 * there then, and `type` the type it must still have, or null. `more` is put into the note beside them.
 */
export function takeNote(noted: Noted, steps: string, more = "'{}'"): Statement {
  const list = `SELECT coalesce(jsonb_agg(jsonb_build_array(step.col, step.type, step.sql) ORDER BY step.place, step.col, step.sql), '[]')
    FROM (${steps}
    ) AS step (place, col, type, sql)`;
  const content = `${more}::jsonb || jsonb_build_object('steps', (${list}))`;
  return { sql: `SELECT set_config('${settingOf(noted)}', (${content})::text, false)` };
}

/** Restores what was noted, as far as the columns are still there, and forgets the note. `first`: PL/pgSQL that runs before, with `note` and `step`. */
export function restoreNoted(noted: Noted, first = ""): Statement {
  const setting = settingOf(noted);
  const body = `DECLARE note jsonb := nullif(current_setting('${setting}', true), '')::jsonb; step record; BEGIN
IF note IS NULL THEN RETURN; END IF;
${first}FOR step IN
  SELECT each.step ->> 2 AS sql FROM jsonb_array_elements(note -> 'steps') WITH ORDINALITY AS each (step, place)
  WHERE each.step ->> 0 IS NULL${stillThere(noted)}
  ORDER BY each.place
LOOP EXECUTE step.sql; END LOOP;
PERFORM set_config('${setting}', '', false);
END`;
  return { sql: `DO ${quoteString(body)}` };
}

/** What has an owner and privileges: where the catalogs say so, and how statements name it. */
export type Owned = {
  readonly catalog: "pg_class" | "pg_type";
  /** What the columns of the catalog begin with. */
  readonly prefix: "rel" | "typ";
  /** What `acldefault` calls it. */
  readonly letter: "r" | "T";
  readonly kind: "TABLE" | "TYPE";
  /** Quoted as a name. */
  readonly name: string;
  /** What it is called when it comes back. Default: `name`. */
  readonly back?: string;
};

/** The JSON that notes the owner, and whether privileges were ever given or taken. */
export function ownerNote(owned: Owned): string {
  const { catalog, prefix } = owned;
  return `(SELECT jsonb_build_object('owner', o.${prefix}owner::regrole::text, 'granted', o.${prefix}acl IS NOT NULL) FROM ${catalog} o WHERE ${isIt(owned)})`;
}

/** Rows (place, col, type, sql): the privileges. */
export function grantSteps(owned: Owned): string {
  const { catalog, prefix, name, back = name } = owned;
  return `SELECT 3, NULL, NULL::oid, format('GRANT %s ON ${onKind(owned)}%s TO %s%s', a.privilege_type, ${quoteString(back)}, ${granteeText}, ${grantOption})
        FROM ${catalog} o, aclexplode(o.${prefix}acl) a WHERE ${isIt(owned)}`;
}

/** PL/pgSQL: gives it to the noted owner, and takes the privileges that it has got by itself. */
export function restoreOwner(owned: Owned): string {
  const { catalog, prefix, letter, kind } = owned;
  const name = quoteString(owned.name);
  return `IF note ->> 'owner' <> (SELECT o.${prefix}owner::regrole::text FROM ${catalog} o WHERE ${isIt(owned)}) THEN
  EXECUTE format('ALTER ${kind} %s OWNER TO %s', ${name}, note ->> 'owner');
END IF;
FOR step IN
  SELECT DISTINCT format('REVOKE ALL ON ${onKind(owned)}%s FROM %s', ${name}, ${granteeText}) AS sql
  FROM ${catalog} o, aclexplode(coalesce(o.${prefix}acl, acldefault('${letter}', o.${prefix}owner))) a
  WHERE ${isIt(owned)} AND ((note -> 'granted')::boolean OR o.${prefix}acl IS NOT NULL AND a.grantee <> o.${prefix}owner)
LOOP EXECUTE step.sql; END LOOP;
${kind === "TYPE" ? publicUse(owned) : ""}`;
}

/** A type whose privileges nobody ever changed may be used by all; default privileges may have changed those of the new one. */
function publicUse(owned: Owned): string {
  return `IF NOT (note -> 'granted')::boolean AND (SELECT o.typacl IS NOT NULL FROM pg_type o WHERE ${isIt(owned)}) THEN
  EXECUTE format('GRANT USAGE ON TYPE %s TO PUBLIC', ${quoteString(owned.name)});
END IF;
`;
}

export const granteeText =
  "CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END";

export const grantOption = "CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";

/** A setting for each note: in a common one, each note would have all the others read and written again. */
export function settingOf({ note }: Noted): string {
  return `athanor.aside_${createHash("md5").update(note).digest("hex")}`;
}

function stillThere({ relation }: Noted): string {
  if (relation === undefined) return "";
  return ` OR EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = ${quoteString(relation)}::regclass AND attname = each.step ->> 0 AND NOT attisdropped
      AND atttypid = coalesce((each.step ->> 1)::oid, atttypid))`;
}

function isIt({ catalog, name }: Owned): string {
  return `o.oid = ${quoteString(name)}::${catalog === "pg_class" ? "regclass" : "regtype"}`;
}

function onKind({ kind }: Owned): string {
  return kind === "TABLE" ? "" : `${kind} `;
}

/** Statements in which columns of a table go and come back: with their privileges, statistics target, options and storage. */
export function keepingColumns(
  table: QualifiedName,
  columns: readonly string[],
  statements: readonly Statement[],
): readonly Statement[] {
  const relation = quoteName(table);
  const names = columns.map(quoteString).join(", ");
  const chosen = `t.attrelid = ${quoteString(relation)}::regclass AND t.attname IN (${names})`;
  const noted = { note: `columns of ${relation}`, relation };
  return [takeNote(noted, columnSteps(noted, "TABLE", chosen)), ...statements, restoreNoted(noted)];
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

/** A constraint or an index of a table. */
export type Part = { readonly table: QualifiedName; readonly name: string };

/** Statements in which parts go and come back: with comments of constraints, and as what clustering and replication go by. */
export function keepingParts(
  parts: readonly Part[],
  statements: readonly Statement[],
): readonly Statement[] {
  const [first] = parts;
  if (first === undefined) return statements;
  const noted = {
    note: `parts around ${quoteName(first.table)}`,
    relation: quoteName(first.table),
  };
  return [takeNote(noted, partSteps(parts)), ...statements, restoreNoted(noted)];
}

// Comments of indexes are part of what is inspected, and come back with the index.
function partSteps(parts: readonly Part[]): string {
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
