import type { CreateView, DropView } from "../../../src/operation/catalog-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import { groupBy } from "../../../src/schema/group-by.js";
import { nameKey } from "../../../src/schema/name.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { View } from "../../../src/schema/view.js";
import { namesIn } from "../../sql/tokens.js";
import { quoteName } from "../quote-name.js";
import { createIndexStatements } from "./index-definition.js";
import { noteView, restoreView } from "./kept-view.js";
import { unlessDuplicate } from "./unless-duplicate.js";
import { creationOrder, viewReads, withReaders } from "../view-order.js";
import type { Reading } from "../view-order.js";

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
