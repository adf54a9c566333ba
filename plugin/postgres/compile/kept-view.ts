import type { Statement } from "../../../src/plugin/statement.js";
import type { View } from "../../../src/schema/view.js";
import { quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";

/** A setting of the session: what the views that step aside had, a JSON object by their names. */
const notes = "athanor.aside";
const held = `coalesce(nullif(current_setting('${notes}', true), ''), '{}')::jsonb`;

/**
 * Notes what a view has beyond its definition: owner, privileges, options, comments, defaults of columns, triggers, rules,
 * and whether it holds data. The server notes it for itself, so that a script does the same.
 */
export function noteView(view: View): Statement {
  const name = quoteString(quoteName(view));
  const note = `SELECT jsonb_build_object(${name}, jsonb_build_object(
  'owner', c.relowner::regrole::text, 'granted', c.relacl IS NOT NULL, 'steps', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(step.col, step.sql) ORDER BY step.place, step.col, step.sql), '[]')
    FROM (${stepsOf(view)}
    ) AS step (place, col, sql))))
FROM pg_class c WHERE c.oid = ${name}::regclass`;
  return { sql: `SELECT set_config('${notes}', (${held} || (${note}))::text, false)` };
}

/** Gives the view back what was noted, as far as it still has the columns, and forgets the note. */
export function restoreView(view: View): Statement {
  const name = quoteString(quoteName(view));
  const body = `DECLARE note jsonb := ${held} -> ${name}; step record; BEGIN
IF note IS NULL THEN RETURN; END IF;
IF note ->> 'owner' <> (SELECT relowner::regrole::text FROM pg_class WHERE oid = ${name}::regclass) THEN
  EXECUTE format('ALTER TABLE %s OWNER TO %s', ${name}, note ->> 'owner');
END IF;
FOR step IN
  SELECT DISTINCT format('REVOKE ALL ON %s FROM %s', ${name}, ${granteeText}) AS sql
  FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
  WHERE c.oid = ${name}::regclass AND ((note -> 'granted')::boolean OR a.grantee <> c.relowner)
LOOP EXECUTE step.sql; END LOOP;
FOR step IN
  SELECT each.step ->> 1 AS sql FROM jsonb_array_elements(note -> 'steps') WITH ORDINALITY AS each (step, place)
  WHERE each.step ->> 0 IS NULL OR EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = ${name}::regclass AND attname = each.step ->> 0 AND NOT attisdropped)
  ORDER BY each.place
LOOP EXECUTE step.sql; END LOOP;
PERFORM set_config('${notes}', (${held} - ${name})::text, false);
END`;
  return { sql: `DO ${quoteString(body)}` };
}

const granteeText = "CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END";

// In their order: what they are, the column that must still be there, the statement that restores it.
function stepsOf(view: View): string {
  const name = quoteString(quoteName(view));
  const kind = view.materialized ? "MATERIALIZED VIEW" : "VIEW";
  const option = "CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";
  return `
      SELECT 1, NULL, format('ALTER ${kind} %s SET (%s)', ${name}, array_to_string(c.reloptions, ', ')) WHERE c.reloptions IS NOT NULL
      UNION ALL SELECT 2, t.attname::text, format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', ${name}, t.attname, pg_get_expr(v.adbin, v.adrelid))
        FROM pg_attrdef v JOIN pg_attribute t ON t.attrelid = v.adrelid AND t.attnum = v.adnum WHERE v.adrelid = c.oid
      UNION ALL SELECT 3, NULL, format('GRANT %s ON %s TO %s%s', a.privilege_type, ${name}, ${granteeText}, ${option})
        FROM aclexplode(c.relacl) a
      UNION ALL SELECT 3, t.attname::text, format('GRANT %s (%I) ON %s TO %s%s', a.privilege_type, t.attname, ${name}, ${granteeText}, ${option})
        FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = c.oid
      UNION ALL SELECT 4, t.attname::text, CASE WHEN t.attname IS NULL THEN format('COMMENT ON ${kind} %s IS %L', ${name}, d.description)
          ELSE format('COMMENT ON COLUMN %s.%I IS %L', ${name}, t.attname, d.description) END
        FROM pg_description d LEFT JOIN pg_attribute t ON t.attrelid = d.objoid AND t.attnum = d.objsubid AND d.objsubid > 0
        WHERE d.objoid = c.oid AND d.classoid = 'pg_class'::regclass
      UNION ALL SELECT 5, NULL, pg_get_triggerdef(g.oid) FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal
      UNION ALL SELECT 5, NULL, pg_get_ruledef(w.oid) FROM pg_rewrite w WHERE w.ev_class = c.oid AND w.rulename <> '_RETURN'
      UNION ALL SELECT 6, NULL, format('REFRESH MATERIALIZED VIEW %s WITH NO DATA', ${name}) WHERE c.relkind = 'm' AND NOT c.relispopulated`;
}
