import type { Rename } from "../diff/rename.js";
import type { Scope, Server } from "../plugin/catalog.js";
import type { Wanted } from "../plugin/source.js";
import { compact } from "../schema/compact.js";
import type { Schema } from "../schema/schema.js";
import { settleColumns } from "./compare-columns.js";
import { scopeOf, setAside, withinSchemas, withoutKeepers } from "./compared-scope.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { hooksFor, type DatabaseHooks } from "../project/database-hooks.js";
import { filterSchema } from "./filter-schema.js";
import { parseRename } from "./rename-option.js";

/** Both sides in the database's own words, less what is not compared. */
export type Sides = {
  readonly wanted: Wanted;
  readonly server: Server;
  readonly scope: Scope;
  readonly inspected: Schema;
  /** All that is wanted. */
  readonly canonical: Schema;
  /** Of what was inspected, what is compared. */
  readonly actual: Schema;
  /** Of what is wanted, what is compared. */
  readonly target: Schema;
  readonly notes: readonly string[];
};

export async function readSides(
  access: DatabaseAccess,
  renames: readonly Rename[],
): Promise<Sides> {
  const { connection, dialect, environment } = access;
  const wanted = await access.database.source.read();
  const server = await dialect.catalog.server(connection);
  const hints = environment.renames.map(parseRename);
  const hooks = hooksFor(access);
  const { schemas } = environment;
  const scope = scopeOf(compact({ schemas, includeName: hooks.includeName }), wanted, server, [
    ...renames,
    ...hints,
  ]);
  const inspected = await dialect.catalog.inspect(connection, server, scope);
  const canonical = await dialect.catalog.canonicalize({
    wanted: withinSchemas(wanted.schema, environment, server),
    actual: inspected,
    connection,
    server,
  });
  const fixed = { wanted, server, scope, canonical: canonical.schema };
  const compared = comparedOf(access, inspected, fixed);
  const notes = [...wanted.notes, ...canonical.notes];
  return { ...fixed, ...compared, inspected, notes };
}

/** What the database holds, less what the ORM and Athanor keep for themselves. */
export async function readActual(access: DatabaseAccess): Promise<Schema> {
  const { connection, dialect, environment, database } = access;
  const wanted = await database.source.read();
  const server = await dialect.catalog.server(connection);
  const { schemas } = environment;
  const { includeName } = hooksFor(access);
  const scope = scopeOf(compact({ schemas, includeName }), wanted, server);
  const inspected = await dialect.catalog.inspect(connection, server, scope);
  return withoutKeepers(inspected, access, wanted, server);
}

/** What is compared of a database that holds this, and of what is wanted beside it. */
export function comparedOf(
  access: DatabaseAccess,
  inspected: Schema,
  { wanted, server, canonical }: Pick<Sides, "wanted" | "server" | "canonical">,
): Pick<Sides, "actual" | "target"> {
  const hooks = hooksFor(access);
  const actual = filterActual(hooks, setAside(inspected, access, wanted, server));
  return { actual, target: settleColumns(filterWanted(hooks, canonical), actual, hooks) };
}

function filterActual({ includeName, includeObject }: DatabaseHooks, schema: Schema): Schema {
  if (includeName === undefined && includeObject === undefined) return schema;
  return filterSchema(
    schema,
    ({ name, kind, parent, object }) =>
      (includeName?.(name, kind, parent) ?? true) &&
      (includeObject?.(object, name, kind, true) ?? true),
  );
}

function filterWanted({ includeObject }: DatabaseHooks, schema: Schema): Schema {
  if (includeObject === undefined) return schema;
  return filterSchema(schema, ({ name, kind, object }) => includeObject(object, name, kind, false));
}
