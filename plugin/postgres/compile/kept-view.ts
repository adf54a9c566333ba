import type { Statement } from "../../../src/plugin/ddl.js";
import type { View } from "../../../src/schema/view.js";
import { quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { grantSteps, noteAside, ownerNote, restoreAside, restoreOwner } from "./aside.js";
import type { Owned } from "./aside.js";
import { columnSteps } from "./kept-column.js";

/**
 * Notes what a view has beyond its definition: owner, privileges, options, tablespace, comments, triggers, rules, what its
 * columns have, and whether it holds data.
 */
export function noteView(view: View): Statement {
  return noteAside(asideOf(view), stepsOf(view), ownerNote(ownedBy(view)));
}

/** Gives the view back what was noted, as far as it still has the columns. */
export function restoreView(view: View): Statement {
  return restoreAside(asideOf(view), restoreOwner(ownedBy(view)));
}

function asideOf(view: View): { readonly note: string; readonly relation: string } {
  return { note: quoteName(view), relation: quoteName(view) };
}

function ownedBy(view: View): Owned {
  return { catalog: "pg_class", prefix: "rel", letter: "r", kind: "TABLE", name: quoteName(view) };
}

function stepsOf(view: View): string {
  const name = quoteString(quoteName(view));
  const kind = view.materialized ? "MATERIALIZED VIEW" : "VIEW";
  const isIt = `c.oid = ${name}::regclass`;
  return `
      SELECT 1, NULL, NULL::oid, format('ALTER ${kind} %s SET (%s)', ${name}, array_to_string(c.reloptions, ', '))
        FROM pg_class c WHERE ${isIt} AND c.reloptions IS NOT NULL
      UNION ALL SELECT 1, NULL, NULL, format('ALTER ${kind} %s SET TABLESPACE %I', ${name}, s.spcname)
        FROM pg_class c JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE ${isIt}
      UNION ALL SELECT 2, t.attname::text, NULL, format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', ${name}, t.attname, pg_get_expr(v.adbin, v.adrelid))
        FROM pg_attrdef v JOIN pg_attribute t ON t.attrelid = v.adrelid AND t.attnum = v.adnum WHERE v.adrelid = ${name}::regclass
      UNION ALL ${grantSteps(ownedBy(view))}
      UNION ALL ${columnSteps(asideOf(view), kind, `t.attrelid = ${name}::regclass`)}
      UNION ALL SELECT 4, t.attname::text, NULL, CASE WHEN t.attname IS NULL THEN format('COMMENT ON ${kind} %s IS %L', ${name}, d.description)
          ELSE format('COMMENT ON COLUMN %s.%I IS %L', ${name}, t.attname, d.description) END
        FROM pg_description d LEFT JOIN pg_attribute t ON t.attrelid = d.objoid AND t.attnum = d.objsubid AND d.objsubid > 0
        WHERE d.objoid = ${name}::regclass AND d.classoid = 'pg_class'::regclass
      UNION ALL SELECT 5, NULL, NULL, pg_get_triggerdef(g.oid) FROM pg_trigger g WHERE g.tgrelid = ${name}::regclass AND NOT g.tgisinternal
      UNION ALL SELECT 5, NULL, NULL, pg_get_ruledef(w.oid) FROM pg_rewrite w WHERE w.ev_class = ${name}::regclass AND w.rulename <> '_RETURN'
      UNION ALL SELECT 6, NULL, NULL, format('REFRESH MATERIALIZED VIEW %s WITH NO DATA', ${name})
        FROM pg_class c WHERE ${isIt} AND c.relkind = 'm' AND NOT c.relispopulated`;
}
