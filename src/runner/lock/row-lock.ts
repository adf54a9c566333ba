import { randomUUID } from "node:crypto";
import { AthanorError } from "../../error/athanor-error.js";
import type { Connection } from "../../plugin/connection.js";
import type { Statement } from "../../plugin/ddl.js";
import type { LockClaim, LockRows } from "../../plugin/lock.js";
import { pauseUntil } from "../wait/interrupt.js";
import { lockTableOf } from "../own-tables.js";
import type { RunTarget } from "../run-request.js";
import type { Guard } from "../session.js";

const longestPause = 1000;

/** The lock's row as one run has it. */
type Row = {
  readonly take: () => Promise<boolean>;
  /** The same on any connection; false where the row is another's. */
  readonly extend: (connection: Connection) => Promise<boolean>;
  readonly free: () => Promise<void>;
  readonly holder: () => Promise<string | undefined>;
  readonly create: () => Promise<void>;
};

/** A guard that is a row with a lease, and the way to free it. Throws `LOCK_TIMEOUT`, `UNSUPPORTED_LOCK`. */
export async function takeRowLock(
  target: RunTarget,
  connection: Connection,
  leaseMilliseconds: number,
  onWait: (holder: string | undefined) => void,
): Promise<{ readonly guard: Guard; readonly free: () => Promise<void> }> {
  const rows = target.dialect.session.lockRows ?? unsupported(target);
  const claim = { owner: randomUUID(), holder: target.world.user, leaseMilliseconds };
  const row = createRow(target, rows, connection, claim);
  await row.create();
  await waitForRow(target, row, onWait);
  const lease = keepLease(row, connection, leaseMilliseconds);
  const guard: Guard = {
    observer: connection,
    check: () => {
      if (lease.isLost()) throw lockLost(undefined);
    },
    confirm: async () => {
      if (!(await row.extend(target.connection))) throw lockLost(await row.holder());
    },
  };
  return { guard, free: () => lease.end().then(row.free) };
}

function createRow(
  target: RunTarget,
  rows: LockRows,
  connection: Connection,
  claim: LockClaim,
): Row {
  const table = lockTableOf(target.versionTable);
  const ask = ({ sql, parameters }: Statement, on = connection) => on.query(sql, parameters);
  const owner = async (on = connection): Promise<unknown> =>
    (await ask(rows.read(table), on))[0]?.["owner"];
  return {
    take: async () => {
      await ask(rows.take(table, claim));
      return (await owner()) === claim.owner;
    },
    extend: async (on) => {
      await ask(rows.extend(table, claim), on);
      return (await owner(on)) === claim.owner;
    },
    free: async () => void (await ask(rows.free(table, claim.owner))),
    holder: async () => {
      const [row] = await ask(rows.read(table));
      return row === undefined || row["owner"] === "" ? undefined : holderText(row);
    },
    create: async () => {
      const { exists } = target.dialect.store;
      if (await exists(connection, table)) return;
      try {
        for (const statement of rows.create(table)) await ask(statement);
      } catch (error) {
        // Another run may have been quicker by a moment.
        if (!(await exists(connection, table)) || (await owner()) === undefined) throw error;
      }
    },
  };
}

function holderText(row: Readonly<Record<string, unknown>>): string {
  const since = new Date(Number(row["acquired_at"])).toISOString();
  const seconds = Math.max(0, Math.ceil(Number(row["expires_in"]) / 1000));
  return `${String(row["holder"])} since ${since}, whose lease ends in ${seconds} s unless it is renewed`;
}

async function waitForRow(
  target: RunTarget,
  row: Row,
  onWait: (holder: string | undefined) => void,
): Promise<void> {
  if (await row.take()) return;
  onWait(await row.holder());
  const deadline = performance.now() + target.lockTimeoutMilliseconds;
  for (let pause = 50; performance.now() < deadline; pause = Math.min(pause * 2, longestPause)) {
    await pauseUntil(Math.min(pause, Math.max(1, deadline - performance.now())), target.signal);
    if (await row.take()) return;
  }
  const holder = await row.holder();
  throw new AthanorError({
    code: "LOCK_TIMEOUT",
    message: `Another upgrade of this database holds the lock: ${holder ?? "another run"}. It was not freed within ${target.lockTimeoutMilliseconds / 1000} s.`,
    suggestions: ["wait for it to end and run the command again"],
    facts: { holder, timeoutMilliseconds: target.lockTimeoutMilliseconds },
  });
}

/** Renews the lease three times in its length. */
function keepLease(row: Row, connection: Connection, leaseMilliseconds: number) {
  let renewed = performance.now();
  let isTaken = false;
  let renewing: Promise<void> = Promise.resolve();
  const renew = async (): Promise<void> => {
    const asked = performance.now();
    if (await row.extend(connection)) renewed = asked;
    else isTaken = true;
  };
  // A renewal that fails is made good by the next, or the lease ends: both are seen by `isLost`.
  const timer = setInterval(
    () => (renewing = renew().catch(() => undefined)),
    leaseMilliseconds / 3,
  );
  return {
    isLost: () => isTaken || performance.now() - renewed > leaseMilliseconds,
    end: async () => {
      clearInterval(timer);
      await renewing;
    },
  };
}

function unsupported({ dialect }: RunTarget): never {
  throw new AthanorError({
    code: "UNSUPPORTED_LOCK",
    message: `A lock of the kind "row" is for servers that are reached through a pooler; the dialect "${dialect.name}" has none and needs none.`,
    suggestions: ['Take `kind: "row"` out of `lock` in env.ts.'],
    facts: { dialect: dialect.name },
  });
}

function lockLost(holder: string | undefined): AthanorError {
  const by = holder === undefined || holder === "" ? "another run" : holder;
  return new AthanorError({
    code: "LOCK_LOST",
    message: `The lease of this run's lock ended before the run did, and the lock has passed to ${by}. Nothing may be committed without it.`,
    suggestions: [
      "athanor current",
      'Give the lock more time in env.ts: lock: { kind: "row", lease: "5m" }',
    ],
    facts: holder === undefined ? {} : { holder },
  });
}
