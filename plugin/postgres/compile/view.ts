import type { CreateView, DropView } from "../../../src/operation/catalog-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import { groupBy } from "../../../src/schema/group-by.js";
import { nameKey, type QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { View } from "../../../src/schema/view.js";
import { namesIn } from "../../sql/tokens.js";
import { quoteName } from "../quote-name.js";
import { createIndexStatements } from "./index-definition.js";
import { unlessDuplicate } from "./unless-duplicate.js";
import { creationOrder, viewReads, withReaders, type Reading } from "../../sql/view-order.js";
import { quoteString } from "../../sql/quote.js";
import {
  grantSteps,
  takeNote,
  ownerNote,
  restoreNoted,
  restoreOwner,
  columnSteps,
  type Owned,
} from "./restoration.js";

export function createView({ view, ifNotExists, aside }: CreateView): readonly Statement[] {
  if (aside === true) return [...createViewStatements(view), restoreView(view)];
  if (ifNotExists !== true) return createViewStatements(view);
  const [create = { sql: "" }, ...indexes] = createViewStatements(view);
  return [{ sql: unlessDuplicate(create.sql, "duplicate_table") }, ...indexes];
}

export function dropView({ view, ifExists, aside }: DropView): readonly Statement[] {
  if (aside === true) return [noteView(view), dropViewStatement(view, "")];
  return [dropViewStatement(view, ifExists === true ? "IF EXISTS " : "")];
}

/** Drops the views, runs the statements, and makes the views again, with all they had. `views` are in the order in which they can be created. */
export function withoutViews(
  views: readonly View[],
  statements: readonly Statement[],
): readonly Statement[] {
  return [
    ...views.map(noteView),
    ...views.map((view) => dropViewStatement(view, "")).reverse(),
    ...statements,
    ...views.flatMap((view) => [...createViewStatements(view), restoreView(view)]),
  ];
}

/**
 * The views that read these columns, and every view over such a view, in the order in which they can be created.
 * Definitions name each column they use: a view that mentions none of them does not stand in the way.
 */
export function viewsOver(
  state: Schema,
  over: readonly { readonly table: QualifiedName; readonly columns: readonly string[] }[],
): readonly View[] {
  const columns = groupBy(over, ({ table }) => nameKey(table));
  const direct = state.views.filter((view) => {
    const { relations, names } = readingOf(view);
    const bare = new Set(names);
    const isRead = over.filter(({ table }) => bare.has(table.name));
    const read = [...relations.flatMap((name) => columns.get(nameKey(name)) ?? []), ...isRead];
    return read.some((each) => mentions(view, each.columns));
  });
  if (direct.length === 0) return [];
  const reads = viewReads(state.views, readingOf);
  const chosen = withReaders(direct, reads);
  return creationOrder(
    state.views.filter((view) => chosen.has(view)),
    reads,
  );
}

/** What the server says that it reads; where it has not been asked, what the definition names. */
function readingOf({ dependsOn, definition }: View): Reading {
  return dependsOn === undefined
    ? { relations: [], names: namesIn(definition) }
    : { relations: dependsOn, names: [] };
}

function mentions(view: View, columns: readonly string[]): boolean {
  const names = namesIn(view.definition);
  return view.definition.includes("*") || columns.some((column) => names.has(column));
}

export function createViewStatements(view: View): readonly Statement[] {
  const kind = view.materialized ? "MATERIALIZED VIEW" : "VIEW";
  return [
    { sql: `CREATE ${kind} ${quoteName(view)} AS ${view.definition}` },
    ...view.indexes.flatMap((index) => createIndexStatements(view, index)),
  ];
}

function dropViewStatement(view: View, exists: string): Statement {
  const kind = view.materialized ? "MATERIALIZED VIEW" : "VIEW";
  return { sql: `DROP ${kind} ${exists}${quoteName(view)}` };
}

/**
 * Notes what a view has beyond its definition: owner, privileges, options, tablespace, comments, triggers, rules, what its
 * columns have, and whether it holds data.
 */
function noteView(view: View): Statement {
  return takeNote(noteOf(view), viewSteps(view), ownerNote(ownedView(view)));
}

/** Gives the view back what was noted, as far as it still has the columns. */
function restoreView(view: View): Statement {
  return restoreNoted(noteOf(view), restoreOwner(ownedView(view)));
}

function noteOf(view: View): { readonly note: string; readonly relation: string } {
  return { note: quoteName(view), relation: quoteName(view) };
}

function ownedView(view: View): Owned {
  return { catalog: "pg_class", prefix: "rel", letter: "r", kind: "TABLE", name: quoteName(view) };
}

function viewSteps(view: View): string {
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
      UNION ALL ${grantSteps(ownedView(view))}
      UNION ALL ${columnSteps(noteOf(view), kind, `t.attrelid = ${name}::regclass`)}
      UNION ALL SELECT 4, t.attname::text, NULL, CASE WHEN t.attname IS NULL THEN format('COMMENT ON ${kind} %s IS %L', ${name}, d.description)
          ELSE format('COMMENT ON COLUMN %s.%I IS %L', ${name}, t.attname, d.description) END
        FROM pg_description d LEFT JOIN pg_attribute t ON t.attrelid = d.objoid AND t.attnum = d.objsubid AND d.objsubid > 0
        WHERE d.objoid = ${name}::regclass AND d.classoid = 'pg_class'::regclass
      UNION ALL SELECT 5, NULL, NULL, pg_get_triggerdef(g.oid) FROM pg_trigger g WHERE g.tgrelid = ${name}::regclass AND NOT g.tgisinternal
      UNION ALL SELECT 5, NULL, NULL, pg_get_ruledef(w.oid) FROM pg_rewrite w WHERE w.ev_class = ${name}::regclass AND w.rulename <> '_RETURN'
      UNION ALL SELECT 6, NULL, NULL, format('REFRESH MATERIALIZED VIEW %s WITH NO DATA', ${name})
        FROM pg_class c WHERE ${isIt} AND c.relkind = 'm' AND NOT c.relispopulated`;
}
