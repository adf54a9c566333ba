import type { CanonicalizeRequest } from "../../../src/plugin/catalog.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { numberOf } from "../row.js";
import { compareNames } from "../../../src/schema/name.js";
import { emptySchema } from "../../../src/schema/schema.js";
import { lookup } from "../../sql/lookup.js";
import { normalizeTable } from "./normalize-table.js";

/** The wanted schema in the server's words, as far as text alone tells. */
export async function normalize(request: CanonicalizeRequest): Promise<Schema> {
  const { connection, server, wanted, actual } = request;
  const { schemas, tables, views } = renamed(wanted, await readNameRule(connection, actual));
  const held = lookup(actual.tables);
  return {
    ...emptySchema,
    schemas,
    tables: tables.map((table) => normalizeTable(table, held(table), server)).sort(compareNames),
    views: [...views].sort(compareNames),
  };
}

/** How the server keeps the names of tables and databases, for people's. */
type NameRule = <Named extends QualifiedName>(named: Named) => Named;

/**
 * Some servers keep names in lower case, some compare them so:
 * https://dev.mysql.com/doc/refman/8.0/en/identifier-case-sensitivity.html
 */
async function readNameRule(connection: Connection, actual: Schema): Promise<NameRule> {
  const [row = {}] = await connection.query("SELECT @@lower_case_table_names AS rule");
  const rule = numberOf(row, "rule");
  if (rule === 1) return lowerCase;
  return rule === 2 ? likeHeld([...actual.tables, ...actual.views]) : (named) => named;
}

/** The schema with the names of its tables, views and what they refer to under the rule. */
function renamed(schema: Schema, rule: NameRule): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table): Table => {
      const foreignKeys = table.foreignKeys.map((key) => ({
        ...key,
        references: rule(key.references),
      }));
      return { ...rule(table), foreignKeys };
    }),
    views: schema.views.map((view): View => {
      const { dependsOn } = view;
      return dependsOn === undefined
        ? rule(view)
        : { ...rule(view), dependsOn: dependsOn.map(rule) };
    }),
  };
}

const lowerCase: NameRule = (named) => {
  const { schema, name } = named;
  const lower = { ...named, name: name.toLowerCase() };
  return schema === undefined ? lower : { ...lower, schema: schema.toLowerCase() };
};

function likeHeld(held: readonly QualifiedName[]): NameRule {
  const byLower = new Map(held.map((each) => [keyOf(each), each.name]));
  return (named) => ({ ...named, name: byLower.get(keyOf(named)) ?? named.name });
}

function keyOf({ schema = "", name }: QualifiedName): string {
  return JSON.stringify([schema.toLowerCase(), name.toLowerCase()]);
}
