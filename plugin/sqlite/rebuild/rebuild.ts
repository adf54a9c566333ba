import type { Statement } from "../../../src/plugin/ddl.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { createTriggerStatement } from "../compile/trigger.js";
import { unqualified } from "../inspect/table.js";
import { quoteName } from "../quote-name.js";
import type { ColumnFlow } from "./column-flow.js";
import { constraintGuards, enforcementGuard, conversionGuard } from "./guards.js";
import { renameColumnsOf, planRenames } from "./rename-columns.js";
import { copyStatement } from "./copy.js";
import { createIndexStatement } from "../compile/index-definition.js";
import { createTableText } from "../compile/table.js";

/**
 * Makes a table anew in another shape and moves its rows there, as SQLite's manual tells for changes that ALTER TABLE
 * cannot do: https://sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
 *
 * Guards ask the rows first. Rows keep their number, counters their value, the table its indexes and triggers. Other
 * tables' foreign keys, triggers and views refer to the table by its name and are not touched: enforcement is off, and
 * `legacy_alter_table` keeps the final rename from rewriting or checking them.
 */
export function rebuildStatements(
  before: Table,
  after: Table,
  finalFlows: readonly ColumnFlow[],
): readonly Statement[] {
  const plan = planRenames(finalFlows);
  const back = finalFlows.map(
    ({ column }, at) => [column.name.toLowerCase(), plan.names[at] ?? ""] as const,
  );
  // While it is made the table has another name.
  const checks = after.checks.map((check) => unqualified(check, after.name));
  const copy = renameColumnsOf(
    { ...after, checks },
    new Map(back.filter(([name, held]) => name !== held.toLowerCase())),
  );
  const flows = finalFlows.map((flow, at) => ({
    ...flow,
    column: copy.columns[at] ?? flow.column,
  }));
  return [
    enforcementGuard(before),
    ...flows.flatMap((flow) => conversionGuard(before, copy, flow)),
    ...constraintGuards(before, copy, flows),
    ...moveRows(before, copy, flows).map((sql) => ({ sql })),
    ...copy.indexes.map((index) => createIndexStatement(copy, index)),
    ...(before.triggers ?? []).map((trigger) => createTriggerStatement(before, trigger)),
    ...plan.steps.map(({ from, to }) => ({
      sql: `ALTER TABLE ${quoteName(copy)} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`,
    })),
  ];
}

function moveRows(before: Table, copy: Table, flows: readonly ColumnFlow[]): readonly string[] {
  const temporary = { ...copy, name: `athanor_rebuild_${copy.name}` };
  const created = createTableText(temporary);
  return [
    created,
    copyStatement(before, temporary, flows),
    ...(counts(before) && counts(copy) ? keepCounter(before, temporary) : []),
    `DROP TABLE ${quoteName(before)}`,
    "PRAGMA legacy_alter_table = ON",
    `ALTER TABLE ${quoteName(temporary)} RENAME TO ${quoteIdentifier(copy.name)}`,
    "PRAGMA legacy_alter_table = OFF",
  ].filter((sql) => sql !== "");
}

function counts({ columns }: Table): boolean {
  return columns.some(({ generated }) => generated?.kind === "increment");
}

/** The highest number ever given, which may be higher than any in the table: https://sqlite.org/autoinc.html */
function keepCounter(before: Table, temporary: Table): readonly string[] {
  const sequence = quoteName({
    ...(before.schema === undefined ? {} : { schema: before.schema }),
    name: "sqlite_sequence",
  });
  const [old, name] = [quoteString(before.name), quoteString(temporary.name)];
  return [
    `DELETE FROM ${sequence} WHERE name = ${name}`,
    `INSERT INTO ${sequence} (name, seq) SELECT ${name}, seq FROM ${sequence} WHERE name = ${old}`,
  ];
}
