import type {
  Canonical,
  CanonicalizeRequest,
  DialectCatalog,
  Server,
} from "../../../src/plugin/catalog.js";
import { sameValue } from "../../../src/schema/equality.js";
import { compareNames, nameKey, nameText } from "../../../src/schema/name.js";
import { emptySchema, findTable, findView, type Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { writingOf } from "../collation.js";
import { compact } from "../../../src/schema/compact.js";
import { sameExpression } from "../text/expression.js";
import { ask, type Answer } from "./ask.js";
import { likeBlurred } from "./blurred.js";
import { withHiddenKey } from "./hidden-key.js";
import { likeActual } from "./like-actual.js";
import { readNameRule, renamed } from "./name-rule.js";
import { normalizeTable } from "./normalize-table.js";
import { withPlace, type Place } from "./place.js";
import { isEmpty, questionOf } from "./question.js";
import { messageOf } from "../../../src/error/thrown.js";

/**
 * The wanted schema in the server's own words. What text alone cannot settle is made in a scratch database, or under
 * scratch names where none may be made, read back, and dropped; where nothing is open, nothing is asked.
 */
export const canonicalize: DialectCatalog["canonicalize"] = async (request) => {
  const { schema, notes } = await settle({ ...request, wanted: await normalize(request) });
  return { schema: likeBlurred(schema, request.actual), notes };
};

async function settle(request: CanonicalizeRequest): Promise<Canonical> {
  const { wanted, actual, connection, server } = request;
  if (isEmpty(questionOf(wanted, actual))) return { schema: wanted, notes: [] };
  return withPlace(connection, server, (place) => askTwice(place, request));
}

async function normalize({
  connection,
  server,
  wanted,
  actual,
}: CanonicalizeRequest): Promise<Schema> {
  const { schemas, tables, views } = renamed(wanted, await readNameRule(connection, actual));
  const known = new Map(actual.tables.map((table) => [nameKey(table), table]));
  return {
    ...emptySchema,
    schemas,
    tables: tables
      .map((table) => {
        const held = known.get(nameKey(table));
        return spoken(normalizeTable(table, held, server), held, server);
      })
      .sort(compareNames),
    views: views.map((view) => likeView(view, actual)).sort(compareNames),
  };
}

// The server's words, said once more, may come back as others: unless they are those of the database, the second
// saying counts.
async function askTwice(place: Place, request: CanonicalizeRequest): Promise<Canonical> {
  const { actual, server, wanted } = request;
  const first = await ask(place, questionOf(wanted, actual), server);
  const said = withAnswer(wanted, first, request);
  const question = questionOf(said, actual);
  const changed = {
    ...question,
    tables: question.tables.filter((table) => !sameValue(findTable(wanted, table), table)),
    views: question.views.filter((view) => findView(wanted, view)?.definition !== view.definition),
  };
  const notes = notesOn(first);
  if (isEmpty(changed)) return { schema: said, notes };
  return { schema: withAnswer(said, await ask(place, changed, server), request), notes };
}

function withAnswer(
  wanted: Schema,
  { tables, views }: Answer,
  { actual, server }: Pick<CanonicalizeRequest, "actual" | "server">,
): Schema {
  return {
    ...wanted,
    tables: wanted.tables.map((table) => {
      const found = tables.get(nameKey(table));
      return found === undefined ? table : spoken(found, findTable(actual, table), server);
    }),
    views: wanted.views.map((view) => likeView(views.get(nameKey(view)) ?? view, actual)),
  };
}

/**
 * The table in the words of the one in the database. Where that one is written in something of its own, what is wanted
 * is said in full, were it the database's: what is left out would be left alone.
 */
function spoken(wanted: Table, actual: Table | undefined, server: Server): Table {
  const table = likeActual(withHiddenKey(wanted, actual, server), actual);
  const held = actual?.options;
  const { charset, collation = server.collation } = table.options ?? {};
  if (table === actual || held?.collation === undefined) return table;
  if (charset !== undefined || collation === undefined || collation === held.collation) {
    return table;
  }
  return { ...table, options: { ...table.options, ...writingOf(collation) } };
}

function likeView(wanted: View, actual: Schema): View {
  const held = findView(actual, wanted);
  const { schema, name, definition, dependsOn } = wanted;
  const same = held !== undefined && sameExpression(held.definition, definition);
  return compact({
    schema,
    name,
    definition: same ? held.definition : definition,
    materialized: wanted.materialized,
    security: wanted.security ?? held?.security,
    indexes: wanted.indexes,
    dependsOn: same ? held.dependsOn : dependsOn,
  });
}

function notesOn({ failures }: Answer): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { name, error } of failures) {
    const reason = messageOf(error);
    reasons.set(reason, [...(reasons.get(reason) ?? []), nameText(name)]);
  }
  return [...reasons].map(
    ([reason, names]) =>
      `The server was not asked how it would write ${names.map((name) => `"${name}"`).join(", ")}: ${reason.replace(/\.$/, "")}. It is taken as it is written.`,
  );
}
