import { compact } from "../../../src/schema/compact.js";
import { nameKey, nameOf, sameName, type QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { View } from "../../../src/schema/view.js";
import { mentionedNames, readView } from "../inspect/view.js";
import { sameFolded } from "../quote-name.js";
import { sameExpression } from "../text/expression.js";
import { createViewText } from "../compile/view.js";

/** The wanted views as they would be inspected, in the words of those in the database where they mean the same. */
export function canonicalViews(
  wanted: readonly View[],
  actual: Schema,
  tables: readonly QualifiedName[],
): readonly View[] {
  const known = distinct([...tables, ...wanted, ...actual.tables, ...actual.views]);
  return wanted.map((view) => {
    const like = likeActual(materialOrPlain(view), actual.views);
    const others = known.filter((name) => !sameName(name, like));
    return { ...like, dependsOn: mentionedNames(like.definition, others).map(nameOf) };
  });
}

/** A materialized view stays one: the error that SQLite has none belongs to the operation. */
function materialOrPlain(view: View): View {
  if (view.materialized) return view;
  return compact({ schema: view.schema, ...readView(createViewText(view), view.name) });
}

function likeActual(wanted: View, views: readonly View[]): View {
  const actual = views.find(
    (view) => view.schema === wanted.schema && sameFolded(view.name, wanted.name),
  );
  if (actual === undefined) return wanted;
  // Entities know nothing of triggers: those that are there stay.
  const kept = { ...wanted, name: actual.name, ...compact({ triggers: actual.triggers }) };
  if (!sameExpression(wanted.definition, actual.definition)) return kept;
  return {
    ...kept,
    ...compact({ columns: actual.columns }),
    definition: actual.definition,
  };
}

function distinct(names: readonly QualifiedName[]): readonly QualifiedName[] {
  return [...new Map(names.map((name) => [nameKey(name), name])).values()];
}
