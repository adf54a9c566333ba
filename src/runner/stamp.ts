import { ownTablesOf } from "./own-tables.js";
import type { RunTarget } from "./run-request.js";
import { transact } from "./transact.js";
import { forgetJournals, noteLog, readRows, type LogFacts } from "./version-rows.js";

export type StampRequest = RunTarget & {
  /** The rows that shall be, given those that are. Called once the lock is held. */
  readonly rows: (present: readonly string[]) => readonly string[];
};

export type StampResult = {
  readonly database: string;
  /** The version rows before. */
  readonly from: readonly string[];
  /** The version rows now, sorted. */
  readonly to: readonly string[];
};

/** Sets the version rows without running anything. Creates the version table where it is missing. */
export function stamp(request: StampRequest): Promise<StampResult> {
  return transact(request, async (session) => {
    const from = await readRows(request);
    const to = [...request.rows(from)].sort();
    const removes = from.filter((row) => !to.includes(row));
    const inserts = to.filter((row) => !from.includes(row));
    await forgetJournals(session);
    session.moves.add(removes, inserts);
    for (const revision of inserts.length > 0 ? inserts : removes)
      noteLog(session, stampFacts(revision));
    return { database: request.database, from, to };
  });
}

export type EnsureVersionResult = { readonly database: string; readonly created: boolean };

/** Creates the version table, the log and the journal where they are missing. */
export function ensureVersion(target: RunTarget): Promise<EnsureVersionResult> {
  const tables = ownTablesOf(target.versionTable);
  return transact(target, async (_, created) => ({ database: target.database, created }), tables);
}

/** What the log says of a stamp: nothing was run. */
export function stampFacts(revision: string): LogFacts {
  const nothing = { durationMilliseconds: 0, checksum: "", statements: 0 };
  return { revision, direction: "stamp", outcome: "done", ...nothing };
}
