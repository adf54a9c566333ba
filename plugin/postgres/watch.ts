import type { Row } from "../../src/plugin/connection.js";
import type { Blocker, StatementProgress, Watch } from "../../src/plugin/session.js";
import { compact } from "../../src/schema/compact.js";
import { requiredText, textOf } from "./row.js";

/** `pg_blocking_pids`, and `pg_stat_progress_create_index` while an index is built. */
export const watch: Watch = {
  look: async (connection, session) => {
    const rows = await connection.query(blockerQuery, [session]);
    const [progress] = await connection.query(progressQuery, [session]);
    return compact({
      blockers: rows.map(blockerOf),
      progress: progress === undefined ? undefined : progressOf(progress),
    });
  },
  cancel: async (connection, session) => {
    await connection.query("SELECT pg_cancel_backend($1::int)", [session]);
  },
};

function blockerOf(row: Row): Blocker {
  return compact({
    process: requiredText(row, "process"),
    user: textOf(row, "usename"),
    application: textOf(row, "application"),
    statement: textOf(row, "statement"),
    since: textOf(row, "since"),
  });
}

function progressOf(row: Row): StatementProgress {
  return {
    phase: requiredText(row, "phase"),
    done: Number(row["done"]),
    total: Number(row["total"]),
  };
}

const blockerQuery = `
SELECT a.pid::text AS process, a.usename::text AS usename, nullif(a.application_name, '') AS application,
  nullif(left(a.query, 200), '') AS statement,
  to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
FROM pg_stat_activity a
WHERE a.pid = ANY (pg_blocking_pids($1::int))
ORDER BY a.xact_start NULLS LAST, a.pid`;

// Which of the counters moves depends on the phase: lockers while it waits, tuples while it loads, else blocks.
const progressQuery = `
SELECT phase,
  CASE WHEN lockers_total > lockers_done THEN lockers_done WHEN tuples_total > 0 THEN tuples_done ELSE blocks_done END AS done,
  CASE WHEN lockers_total > lockers_done THEN lockers_total WHEN tuples_total > 0 THEN tuples_total ELSE blocks_total END AS total
FROM pg_stat_progress_create_index
WHERE pid = $1::int`;
