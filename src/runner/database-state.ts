import type { Scope } from "../plugin/dialect.js";
import { nameKey } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Session } from "./session.js";

/** The database as it is now, read once until something changes it. */
export type DatabaseState = {
  readonly read: (scope: Scope) => Promise<Schema>;
  /** To be called whenever something may have changed the database. */
  readonly forget: () => void;
};

export function createDatabaseState(session: Session): DatabaseState {
  const { connection, dialect } = session.target;
  const known = new Map<string, Promise<Schema>>();
  const ask = (scope: Scope): Promise<Schema> => {
    const inspect = () => dialect.inspect(connection, session.server, scope);
    return session.journal?.state(scopeKey(scope), inspect) ?? inspect();
  };
  return {
    read: (scope) => {
      if (scope.includeName !== undefined) return ask(scope);
      const key = scopeKey(scope);
      const held = known.get(key) ?? ask(scope);
      known.set(key, held);
      return held;
    },
    forget: () => known.clear(),
  };
}

function scopeKey({ schemas, tables }: Scope): string {
  return JSON.stringify([schemas ?? null, tables?.map(nameKey) ?? null]);
}
