import type { Statement } from "../../../src/plugin/statement.js";
import { nameText, type QualifiedName } from "../../../src/schema/name.js";

/** With enforcement on, dropping the old table would delete the rows that refer to it. */
export function enforcementGuard(table: QualifiedName): Statement {
  return {
    sql: "SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys = 1",
    guard: {
      code: "FOREIGN_KEYS_ENFORCED",
      message: `"${nameText(table)}" must be made anew, and foreign keys are enforced on this connection: rows that refer to the table would be deleted. Switch enforcement off before the transaction begins.`,
    },
  };
}
