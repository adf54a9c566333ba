import { applyAll } from "../../operation/apply.js";
import type { AnyOperation } from "../../operation/plugin-operation.js";
import type { OperationRequest } from "../../operation/request.js";
import type { TableChange } from "../../operation/table-change.js";
import type { Scope } from "../../plugin/catalog.js";
import type { Capabilities } from "../../plugin/dialect.js";
import { nameKey, sameName, type QualifiedName } from "../../schema/name.js";
import { type Schema, emptySchema } from "../../schema/schema.js";
import { follow, followedBy, localChanges, readOf, restsOn, type Read } from "./followed.js";
import type { HeldChanges } from "../held-changes.js";
import type { Session } from "../session.js";

/** The database as it is now, read once until something changes it. */
export type DatabaseState = {
  readonly read: (scope: Scope) => Promise<Schema>;
  /** To be called when an operation has been carried out: what it does to one table is followed, all else forgotten. */
  readonly follow: (operation: AnyOperation) => void;
  /** To be called whenever something may have changed the database. */
  readonly forget: () => void;
  /** Is anything known that was only followed? */
  readonly isFollowed: () => boolean;
  /** Would the operation be built on what was only followed, and is not in the server's own words? */
  readonly isStale: (operation: AnyOperation) => boolean;
};

type Known = { readonly scope: Scope; readonly schema: Promise<Schema>; read?: Read };

export function createDatabaseState(session: Session): DatabaseState {
  const { connection, dialect } = session.target;
  const { batchesTableChanges } = dialect.capabilities;
  const known = new Map<string, Known>();
  const followed = new Set<string>();
  const ask = (scope: Scope): Promise<Schema> => {
    const inspect = () => dialect.catalog.inspect(connection, session.server, scope);
    return session.journal?.state(scopeKey(scope), inspect) ?? inspect();
  };
  const forget = (): void => {
    known.clear();
    followed.clear();
  };
  return {
    read: async (scope) => {
      if (scope.includeName !== undefined) return ask(scope);
      const key = scopeKey(scope);
      const held = known.get(key) ?? { scope, schema: ask(scope) };
      known.set(key, held);
      const schema = await held.schema;
      if (held.read?.schema !== schema) held.read = readOf(scope, schema);
      return schema;
    },
    follow: (operation) => {
      const changes = localChanges(operation);
      if (changes === undefined) return forget();
      for (const [key, { scope, read }] of known) {
        const now = read && follow(read, changes);
        if (read !== undefined && now === read.schema) continue;
        // Where a table is made anew from all that is known of it, every word has to be the database's own.
        if (now === undefined || batchesTableChanges) known.delete(key);
        else known.set(key, { scope, schema: Promise.resolve(now), read: readOf(scope, now) });
      }
      if (!batchesTableChanges) followedBy(changes).forEach((column) => followed.add(column));
    },
    forget,
    isFollowed: () => followed.size > 0,
    isStale: (operation) => restsOn(followed, operation),
  };
}

function scopeKey({ schemas, tables }: Scope): string {
  return JSON.stringify([schemas ?? null, tables?.map(nameKey) ?? null]);
}

type Held = Pick<HeldChanges, "tables" | "operations">;

/** A state with the first so many of the held changes applied, and the state that it comes from. */
type Ahead = { readonly from: Schema; readonly schema: Schema; readonly applied: number };

/** Gives the database with the held changes applied: those of the tables that a request names, each change once. */
export function createStateAhead(
  state: Pick<DatabaseState, "read">,
  held: Held,
  capabilities: Pick<Capabilities, "batchesTableChanges">,
): (request: OperationRequest) => Promise<Schema> {
  const known = new Map<string, Ahead>();
  // What hangs on a table in another schema, the statements of a change that runs at once have to know anyway.
  const schemas = capabilities.batchesTableChanges ? {} : { schemas: ["*"] };
  const read = (tables: readonly QualifiedName[]): Promise<Schema> =>
    state.read({ ...schemas, tables });
  const continued = (key: string, from: Schema, changes: readonly TableChange[]): Schema => {
    const before = known.get(key);
    const goesOn = before?.from === from && before.applied <= changes.length;
    const { schema, applied } = goesOn ? before : { schema: from, applied: 0 };
    const ahead = applyAll(schema, changes.slice(applied));
    known.set(key, { from, schema: ahead, applied: changes.length });
    return ahead;
  };
  return async ({ needs, needsCatalog }) => {
    if (needs.length === 0) {
      if (needsCatalog !== true) return emptySchema;
      return applyAll(await state.read({}), held.operations());
    }
    const named = distinct(needs);
    const nearest = await read(named);
    const others = referencedChanges(nearest, held).filter((table) => !isAmong(named, table));
    const tables = [...named, ...others];
    const from = others.length === 0 ? nearest : await read(tables);
    return continued(JSON.stringify(tables.map(nameKey)), from, held.operations(tables));
  };
}

/** The tables with held changes that foreign keys of this state lead to: the keys follow the names of their columns. */
function referencedChanges({ tables }: Schema, held: Held): readonly QualifiedName[] {
  const references = tables.flatMap(({ foreignKeys }) => foreignKeys.map((key) => key.references));
  if (references.length === 0) return [];
  return held.tables().filter((table) => isAmong(references, table));
}

function isAmong(names: readonly QualifiedName[], wanted: QualifiedName): boolean {
  return names.some((name) => sameName(name, wanted));
}

function distinct(names: readonly QualifiedName[]): readonly QualifiedName[] {
  return [...new Map(names.map((name) => [nameKey(name), name])).values()];
}
