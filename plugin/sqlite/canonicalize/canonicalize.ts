import type { DialectCatalog } from "../../../src/plugin/catalog.js";
import { sameValue } from "../../../src/schema/equality.js";
import { compareNames } from "../../../src/schema/name.js";
import { emptySchema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { lookupIn, resolveNames } from "../inspect/resolve-names.js";
import { canonicalViews } from "./canonical-view.js";
import { expressible } from "./expressible.js";
import { likeActual } from "./like-actual.js";
import { readBack } from "./read-back.js";

/**
 * SQLite keeps the text of every statement as it was given, so what it would report of a wanted table is what the
 * reader of statements finds in the one that would be written: nothing has to be created for it. Expressions that say
 * the same in other words take the words of the database; what entities cannot say (STRICT, conflict clauses,
 * descending keys, triggers) stays as it is there.
 */
export const canonicalize: DialectCatalog["canonicalize"] = async ({ wanted, actual }) => {
  const tables = wanted.tables.map((table) => readBack(expressible(table)));
  const present = lookupIn(actual.tables);
  const spelled = tables.map((table) => asPresent(table, present(table)));
  const lookup = lookupIn([...actual.tables, ...spelled]);
  const settled = new Set(actual.tables);
  const resolved = spelled.map((table) =>
    settled.has(table) ? table : resolveNames(table, lookup),
  );
  const schema = {
    ...emptySchema,
    schemas: wanted.schemas,
    tables: resolved.sort(compareNames),
    views: [...canonicalViews(wanted.views, actual, resolved)].sort(compareNames),
  };
  return { schema, notes: [] };
};

// Most tables are as they are wanted: one copy of them is enough, and nothing else has to look at it.
function asPresent(table: Table, held: Table | undefined): Table {
  return held !== undefined && sameValue(table, held) ? held : likeActual(table, held);
}
