import type { Row } from "../../src/plugin/connection.js";
import type { StatementProgress, Watch } from "../../src/plugin/watch.js";
import { compact } from "../../src/schema/compact.js";
import { textOf } from "./row.js";

/**
 * MariaDB tells in its list of processes how far an ALTER TABLE is; MySQL does not. Who holds a table neither tells
 * without a plugin or instruments that are off by default.
 */
export const watch: Watch = {
  look: async (connection, session) => {
    const [row = {}] = await connection.query(
      "SELECT * FROM information_schema.PROCESSLIST WHERE ID = ?",
      [Number(session)],
    );
    return compact({ blockers: [], progress: progressOf(row) });
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
