import type { AnyOperation } from "../operation/plugin-operation.js";
import type { Scope } from "../plugin/catalog.js";
import { nameKey } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { follow, followedBy, localChanges, readOf, restsOn, type Read } from "./followed.js";
import type { Session } from "./session.js";

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
