import type { DialectSession } from "../../src/plugin/session.js";
import { requiredText } from "./row.js";

/** In seconds, the most that every system takes. */
const longest = 2_147_483;

/** `wait_timeout`, and MariaDB's limits for a transaction that pauses. */
export const keepAlive: NonNullable<DialectSession["keepAlive"]> = async (connection) => {
  const rows = await connection.query(
    "SHOW SESSION VARIABLES WHERE Variable_name IN ('wait_timeout', 'idle_transaction_timeout', 'idle_write_transaction_timeout', 'idle_readonly_transaction_timeout')",
  );
  const before = rows
    .map((row) => [requiredText(row, "Variable_name"), Number(row["Value"])] as const)
    .filter(([name, seconds]) => seconds !== unlimited(name));
  const set = async (values: readonly (readonly [string, number])[]): Promise<void> => {
    const settings = values.map(([name, seconds]) => `SESSION ${name} = ${seconds}`);
    if (settings.length > 0) await connection.query(`SET ${settings.join(", ")}`);
  };
  await set(before.map(([name]) => [name, unlimited(name)]));
  return () => set(before);
};

function unlimited(name: string): number {
  return name === "wait_timeout" ? longest : 0;
}
