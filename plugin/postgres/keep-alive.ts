import type { DialectSession } from "../../src/plugin/session.js";
import { requiredText } from "./row.js";

/** `idle_session_timeout` (from 14) and `idle_in_transaction_session_timeout`, where they are set. */
export const keepAlive: NonNullable<DialectSession["keepAlive"]> = async (connection) => {
  const rows = await connection.query(
    "SELECT name, setting, set_config(name, '0', false) FROM pg_settings WHERE name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout') AND setting <> '0'",
  );
  return async () => {
    for (const row of rows) {
      await connection.query("SELECT set_config($1, $2, false)", [
        requiredText(row, "name"),
        requiredText(row, "setting"),
      ]);
    }
  };
};
