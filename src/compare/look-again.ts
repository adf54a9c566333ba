import { diff } from "../diff/diff.js";
import type { Operation } from "../operation/operation.js";
import type { ReplayedHistory } from "../history/replay-history.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { diffOwned } from "./ownership.js";
import { comparedOf, type Sides } from "./read-sides.js";

export type LookedAgain = {
  /** What would still make it as the entities want it. */
  readonly missing: readonly Operation[];
  /** What would make it as it was when it was first read. */
  readonly changed: readonly Operation[];
};

type LookOptions = {
  readonly unmanaged?: "keep" | "drop";
  readonly history: () => Promise<Pick<ReplayedHistory, "schema">>;
};

/** Compares the catalog as it is now with what is wanted, in the words that the server gave before, and with what it was. */
export async function lookAgain(
  access: DatabaseAccess,
  sides: Sides,
  options: LookOptions,
): Promise<LookedAgain> {
  const { connection, dialect, database, environment } = access;
  const inspected = await dialect.catalog.inspect(connection, sides.server, sides.scope);
  const { actual, target } = comparedOf(access, inspected, sides);
  const { operations: missing } = await diffOwned({
    from: actual,
    to: target,
    source: database.source,
    unmanaged: options.unmanaged ?? environment.unmanaged,
    history: async () => (await options.history()).schema,
  });
  return { missing, changed: diff({ from: actual, to: sides.actual }).operations };
}
