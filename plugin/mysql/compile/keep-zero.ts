import type { Statement } from "../../../src/plugin/ddl.js";

/**
 * The statements in a mode in which a counting column keeps a 0, which otherwise stands for the next number. Only around
 * what needs it: MariaDB takes DEFAULT for a 0 then, which ORMs insert.
 * https://dev.mysql.com/doc/refman/8.0/en/sql-mode.html#sqlmode_no_auto_value_on_zero
 */
export function keepingZero(statements: readonly Statement[]): readonly Statement[] {
  return [
    { sql: "SET @athanor_mode = @@SESSION.sql_mode" },
    { sql: "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_AUTO_VALUE_ON_ZERO')" },
    ...statements,
    { sql: "SET SESSION sql_mode = @athanor_mode" },
  ];
}
