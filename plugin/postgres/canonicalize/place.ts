import type { Connection } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { nameIn, tokenize } from "../../sql/tokens.js";
import { requiredText, textsOf } from "../row.js";
import { isForbidden } from "../server-error.js";
import { attempt } from "./rolled-back.js";

/** Where the probes live: a scratch schema for each schema of the wanted, or the session's temporary schema for all. */
export type Place = {
  readonly temporary: boolean;
  /** Schema of the wanted to schema of the scratch; the empty text stands for the default one. */
  readonly schemas: ReadonlyMap<string, string>;
  /** The server as seen from inside: its default schema is the scratch one. */
  readonly server: Server;
};

/** Makes room for the probes, or says why the server gives none. */
export async function makePlace(
  connection: Connection,
  server: Server,
  wanted: Schema,
): Promise<Place | { readonly refusal: unknown }> {
  const names = ["", ...new Set(schemasOf(wanted))];
  const path = await readPath(connection);
  const schemas = new Map(names.map((name, at) => [name, `athanor_scratch_${path.session}_${at}`]));
  for (const schema of schemas.values()) {
    const failed = await attempt(connection, `CREATE SCHEMA ${quoteIdentifier(schema)}`);
    if (failed === undefined) continue;
    if (!isForbidden(failed.error)) throw failed.error;
    return makeTemporaryPlace(connection, server, names);
  }
  const first = schemas.get("") ?? "";
  const search = [first, ...path.schemas].map(quoteIdentifier).join(", ");
  await connection.query("SELECT set_config('search_path', $1, true)", [search]);
  return { temporary: false, schemas, server: { ...server, defaultSchema: first } };
}

/** The name under which a wanted thing lives in the scratch. */
export function scratchName(place: Place, name: QualifiedName): QualifiedName {
  const schema = place.schemas.get(name.schema ?? "");
  return schema === undefined ? name : { schema, name: name.name };
}

/** The wanted name of a thing read in the scratch. */
export function wantedName<Named extends QualifiedName>(
  place: Place,
  server: Server,
  named: Named,
): Named {
  const schema = named.schema === undefined ? undefined : wantedSchema(place, named.schema);
  const isDefault = schema === "" || schema === server.defaultSchema;
  return compact({ ...named, schema: isDefault ? undefined : schema }) as Named;
}

/** SQL text with the qualified names of things that live in the scratch led there: `billing.status` and `public.users`. */
export function toScratch(
  place: Place,
  server: Server,
  names: ReadonlySet<string>,
  sql: string,
): string {
  return replaceSchemas(sql, (schema, name) => {
    const key = schema === server.defaultSchema ? "" : schema;
    return names.has(`${key}.${name}`) ? place.schemas.get(key) : undefined;
  });
}

/** SQL text as the server would print it for the real things. */
export function fromScratch(place: Place, sql: string): string {
  return sql.includes("athanor_scratch_")
    ? replaceSchemas(sql, (schema) => wantedSchema(place, schema, true))
    : sql;
}

function wantedSchema(place: Place, scratch: string, onlyScratch = false): string | undefined {
  if (place.temporary) return onlyScratch ? undefined : scratch;
  for (const [wanted, schema] of place.schemas) if (schema === scratch) return wanted;
  return onlyScratch ? undefined : scratch;
}

function replaceSchemas(sql: string, replace: Replace): string {
  const tokens = tokenize(sql);
  const texts = tokens.map(({ text }) => text);
  for (const [at, token] of tokens.entries()) {
    const [schema, dot, next] = [nameIn(token), tokens[at + 1], tokens[at + 2]];
    const name = next === undefined ? undefined : nameIn(next);
    if (token.kind === "string") texts[at] = replaceInString(token.text, replace);
    if (schema === undefined || dot?.text !== "." || name === undefined) continue;
    const replacement = replace(schema, name);
    if (replacement === undefined) continue;
    texts[at] = replacement === "" ? "" : printed(replacement);
    if (replacement === "") texts[at + 1] = "";
  }
  return texts.join("");
}

type Replace = (schema: string, name: string) => string | undefined;

// nextval('billing.number'::regclass): a string that is nothing but a qualified name.
function replaceInString(text: string, replace: Replace): string {
  const isName = /^'(\w+|"[^"']+")\.(\w+|"[^"']+")'$/.test(text);
  return isName ? `'${replaceSchemas(text.slice(1, -1), replace)}'` : text;
}

// The server quotes a name only where it must.
function printed(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);
}

function schemasOf(wanted: Schema): readonly string[] {
  const named = [...wanted.tables, ...wanted.views, ...wanted.enums, ...wanted.sequences];
  return named.flatMap(({ schema }) => schema ?? []);
}

// Where no schema may be created, temporary tables may still be. They share one schema.
async function makeTemporaryPlace(
  connection: Connection,
  server: Server,
  names: readonly string[],
): Promise<Place | { readonly refusal: unknown }> {
  const failed = await attempt(
    connection,
    "CREATE TEMPORARY TABLE athanor_scratch () ON COMMIT DROP",
  );
  if (failed !== undefined) return { refusal: failed.error };
  const [row = {}] = await connection.query(
    "SELECT nspname::text AS name FROM pg_namespace WHERE oid = pg_my_temp_schema()",
  );
  const schema = requiredText(row, "name");
  const schemas = new Map(names.map((name) => [name, schema]));
  return { temporary: true, schemas, server: { ...server, defaultSchema: schema } };
}

async function readPath(
  connection: Connection,
): Promise<{ readonly session: string; readonly schemas: readonly string[] }> {
  const [row = {}] = await connection.query(
    "SELECT pg_backend_pid()::text AS session, current_schemas(false)::text[] AS schemas",
  );
  return { session: requiredText(row, "session"), schemas: textsOf(row, "schemas") };
}
