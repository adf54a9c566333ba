import type { Row } from "../../src/plugin/connection.js";
import type { StatementProgress, Watch } from "../../src/plugin/session.js";
import { compact } from "../../src/schema/compact.js";
import { blockersOf } from "./blockers.js";
import { textOf } from "./row.js";

/** MariaDB tells in its list of processes how far an ALTER TABLE is; MySQL does not. */
export const watch: Watch = {
  look: async (connection, session) => {
    const id = Number(session);
    const [row] = await connection.query(
      "SELECT * FROM information_schema.PROCESSLIST WHERE ID = ?",
      [id],
    );
    if (row === undefined) return { blockers: [] };
    const seen = { isMariaDb: "PROGRESS" in row, state: textOf(row, "STATE") ?? "" };
    const blockers = await blockersOf(connection, id, seen);
    return compact({ blockers, progress: progressOf(row) });
  },
  cancel: async (connection, session) => {
    await connection.query(`KILL QUERY ${Number(session)}`);
  },
};

function progressOf(row: Row): StatementProgress | undefined {
  const done = Number(row["PROGRESS"] ?? 0);
  if (!(done > 0)) return undefined;
  return { phase: textOf(row, "STATE") ?? "", done: Math.floor(done), total: 100 };
}
