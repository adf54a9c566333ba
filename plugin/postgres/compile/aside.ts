import type { Statement } from "../../../src/plugin/statement.js";
import { quoteString } from "../../sql/quote.js";

/** A setting of the session: what the things that step aside had, a JSON object by their names. */
const setting = "athanor.aside";
const held = `coalesce(nullif(current_setting('${setting}', true), ''), '{}')::jsonb`;

/** What steps aside: a name for the note, the relation it is or is part of, as `"public"."t"`. */
export type Aside = { readonly note: string; readonly relation: string };

/**
 * The server notes for itself what it will have to be told again, so that a script does the same. `steps` selects, in rows
 * (place, col, type, sql), the statements that restore it, in the order of their places; `col` is a column that must be
 * there then, and `type` the type it must still have, or null. `more` is put into the note beside them.
 */
export function noteAside({ note }: Aside, steps: string, more = "'{}'"): Statement {
  const list = `SELECT coalesce(jsonb_agg(jsonb_build_array(step.col, step.type, step.sql) ORDER BY step.place, step.col, step.sql), '[]')
    FROM (${steps}
    ) AS step (place, col, type, sql)`;
  const content = `${more}::jsonb || jsonb_build_object('steps', (${list}))`;
  const notes = `${held} || jsonb_build_object(${quoteString(note)}, ${content})`;
  return { sql: `SELECT set_config('${setting}', (${notes})::text, false)` };
}

/** Restores what was noted, as far as the columns are still there, and forgets the note. `first`: PL/pgSQL that runs before, with `note` and `step`. */
export function restoreAside({ note, relation }: Aside, first = ""): Statement {
  const [key, name] = [quoteString(note), quoteString(relation)];
  const body = `DECLARE note jsonb := ${held} -> ${key}; step record; BEGIN
IF note IS NULL THEN RETURN; END IF;
${first}FOR step IN
  SELECT each.step ->> 2 AS sql FROM jsonb_array_elements(note -> 'steps') WITH ORDINALITY AS each (step, place)
  WHERE each.step ->> 0 IS NULL OR EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = ${name}::regclass AND attname = each.step ->> 0 AND NOT attisdropped
      AND atttypid = coalesce((each.step ->> 1)::oid, atttypid))
  ORDER BY each.place
LOOP EXECUTE step.sql; END LOOP;
PERFORM set_config('${setting}', (${held} - ${key})::text, false);
END`;
  return { sql: `DO ${quoteString(body)}` };
}

export const granteeText =
  "CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END";

export const grantOption = "CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";
