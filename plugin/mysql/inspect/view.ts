import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import { compareNames, nameKey, sameName, type QualifiedName } from "../../../src/schema/name.js";
import type { View } from "../../../src/schema/view.js";
import { quoteIdentifier, quoteName } from "../quote-name.js";
import { requiredText, textOf } from "../row.js";
import type { Token } from "../../sql/tokens.js";
import { inDatabases, schemaOf, readRows, scratchPrefix } from "./namespace.js";
import { withoutIntroducers } from "./expression-text.js";
import { tokenize } from "../text/token.js";

/** The views in scope, sorted by name; of a scope of tables, those that read one of them however indirectly. */
export async function readViews(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<readonly View[]> {
  const condition = inDatabases(server, scope, "TABLE_SCHEMA");
  const rows = await readRows(connection, viewQuery, [condition]);
  const all: View[] = [];
  for (const row of rows) all.push(viewOf(row, await viewText(connection, row), server));
  const views = all
    .filter(({ name }) => scope.tables !== undefined || !name.startsWith(scratchPrefix))
    .filter((view) => scope.includeName?.(view) ?? true)
    .sort(compareNames);
  return scope.tables === undefined ? views : narrow(views, scope.tables);
}

/** The text of a view without the name of the connection's own database, which is another elsewhere. */
export function withoutDatabase(definition: string, database: string | undefined): string {
  if (database === undefined) return definition;
  const tokens = tokenize(definition);
  const own = quoteIdentifier(database);
  const isOwn = (at: number): boolean =>
    tokens[at]?.text === own &&
    tokens[at + 1]?.text === "." &&
    tokens[at + 2]?.kind === "quoted" &&
    tokens[at - 1]?.text !== "." &&
    (tokens[at + 3]?.text === "." || !isAliased(tokens, own));
  return tokens
    .filter((_, at) => !isOwn(at) && !isOwn(at - 1))
    .map(({ text }) => text)
    .join("");
}

/** The tables and views that a text reads, as the server prints them: ``from (`shop`.`users` join `billing`.`invoices``. */
function readNames(definition: string, server: Server): readonly QualifiedName[] {
  const tokens = tokenize(definition).filter(({ kind }) => kind !== "space");
  return tokens.flatMap((token, at) => {
    const [dot, second] = tokens.slice(at + 1, at + 3);
    const isName = token.kind === "quoted" && dot?.text === "." && second?.kind === "quoted";
    if (!isName || !followsFrom(tokens, at)) return [];
    return [{ ...schemaOf(server, unquoted(token.text)), name: unquoted(second.text) }];
  });
}

function followsFrom(tokens: readonly Token[], at: number): boolean {
  const before = tokens
    .slice(0, at)
    .findLast(({ text }) => text !== "(")
    ?.text.toLowerCase();
  return before === "from" || before === "join" || before === "straight_join";
}

// The named views, and every view that reads a named relation.
function narrow(views: readonly View[], names: readonly QualifiedName[]): readonly View[] {
  const chosen = new Set(names.map(nameKey));
  let before = -1;
  while (before !== chosen.size) {
    before = chosen.size;
    for (const view of views) {
      if (view.dependsOn?.some((name) => chosen.has(nameKey(name)))) chosen.add(nameKey(view));
    }
  }
  return views.filter((view) => chosen.has(nameKey(view)));
}

function viewOf(row: Row, text: string, server: Server): View {
  const name = {
    ...schemaOf(server, requiredText(row, "database_name")),
    name: requiredText(row, "name"),
  };
  const names = new Map(readNames(text, server).map((each) => [nameKey(each), each]));
  const dependsOn = [...names.values()].filter((each) => !sameName(each, name)).sort(compareNames);
  return compact({
    ...name,
    definition: withoutDatabase(text, server.defaultSchema) + checkClause(row),
    materialized: false,
    security: requiredText(row, "security") === "INVOKER" ? ("INVOKER" as const) : undefined,
    definer: textOf(row, "definer"),
    indexes: [],
    dependsOn: dependsOn.length === 0 ? undefined : dependsOn,
  });
}

/** It stands behind the SELECT, and is no part of what the server reports of it. */
function checkClause(row: Row): string {
  const option = requiredText(row, "check_option");
  return option === "" || option === "NONE" ? "" : ` WITH ${option} CHECK OPTION`;
}

/** A table may go by the database's own name: `` from `t` `shop` ``. */
function isAliased(tokens: readonly Token[], name: string): boolean {
  return tokens.some((token, at) => token.text === name && tokens[at + 1]?.text !== ".");
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll("``", "`");
}

const viewQuery = `
SELECT TABLE_SCHEMA AS database_name, TABLE_NAME AS name, VIEW_DEFINITION AS definition,
  CHECK_OPTION AS check_option, SECURITY_TYPE AS security,
  CASE WHEN SECURITY_TYPE = 'INVOKER' OR DEFINER = CURRENT_USER() THEN NULL ELSE DEFINER END AS definer
FROM information_schema.VIEWS WHERE`;

/**
 * The SELECT of a view. `information_schema` has question marks for characters beyond the basic plane; where there is
 * any, the strings are those that SHOW CREATE VIEW gives.
 */
async function viewText(connection: Connection, row: Row): Promise<string> {
  const text = withoutIntroducers(requiredText(row, "definition"));
  if (!stringsOf(text).some((each) => each.includes("?"))) return text;
  const name = { schema: requiredText(row, "database_name"), name: requiredText(row, "name") };
  const [shown = {}] = await connection.query(`SHOW CREATE VIEW ${quoteName(name)}`);
  return withStrings(text, stringsOf(withoutIntroducers(requiredText(shown, "Create View"))));
}

/** The text with its doubtful strings out of another's, string by string, unless the two differ in more. */
function withStrings(text: string, strings: readonly string[]): string {
  if (stringsOf(text).length !== strings.length) return text;
  const left = [...strings];
  return tokenize(text)
    .map((token) => {
      const shown = token.kind === "string" ? left.shift() : undefined;
      // Of another character set than the connection's the driver has made what it could.
      const isDoubtful = token.text.includes("?") && shown?.includes("\ufffd") === false;
      return isDoubtful ? (shown ?? token.text) : token.text;
    })
    .join("");
}

function stringsOf(text: string): readonly string[] {
  return tokenize(text)
    .filter(({ kind }) => kind === "string")
    .map((token) => token.text);
}
