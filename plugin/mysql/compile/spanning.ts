import type { Server } from "../../../src/plugin/catalog.js";
import type { CheckConstraint, Constraint } from "../../../src/schema/constraint.js";
import { constraintSpans, indexSpans } from "../../../src/schema/span.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../quote-name.js";
import { isMariaDb } from "../server.js";
import { constraintClause } from "./constraint-clause.js";
import { dropForeignKey } from "./foreign-key.js";
import { indexClause } from "./index-clause.js";
import type { Known, Touch } from "./step.js";

/** Clauses that take away what spans columns, and those that make it again. */
export type Spanning = {
  readonly drops: readonly string[];
  readonly adds: readonly string[];
  readonly touches: readonly Touch[];
};

/** Indexes and constraints of the table that span one of the columns, and as what they are made again after the change. */
export function spanning(
  columns: readonly string[],
  known: Known,
  table: Table = known.before,
): Spanning {
  const { server, after: again } = known;
  const spans = (constraint: Constraint): boolean =>
    columns.some((column) => constraintSpans(constraint, column));
  const keys = table.foreignKeys.filter(spans);
  const checks = table.checks.filter((check) => check.column === undefined && spans(check));
  const indexes = table.indexes.filter((index) => columns.some((name) => indexSpans(index, name)));
  const key = table.primaryKey !== undefined && spans(table.primaryKey);
  const named = <Item extends { readonly name?: string }>(items: readonly Item[], { name }: Item) =>
    items.find((item) => item.name === name);
  return {
    drops: [
      ...keys.flatMap((each) => dropForeignKey(each, known)),
      ...checks.map((check) => dropCheck(check, server)),
      ...indexes.map(({ name }) => `DROP INDEX ${quoteIdentifier(name)}`),
      ...(key ? ["DROP PRIMARY KEY"] : []),
    ],
    adds: [
      ...(key && again.primaryKey ? [add(again.primaryKey, again, server)] : []),
      ...indexes.map((index) => `ADD ${indexClause(named(again.indexes, index) ?? index, server)}`),
      ...checks.map((check) => add(named(again.checks, check) ?? check, again, server)),
      ...keys.map((each) => add(named(again.foreignKeys, each) ?? each, again, server)),
    ],
    touches: [
      ...keys.map(({ name = "" }) => touch("foreign key", name)),
      ...checks.map(({ name = "" }) => touch("check", name)),
      ...indexes.map(({ name }) => touch("index", name)),
      ...(key ? [touch("primary key", "")] : []),
    ],
  };
}

export function dropCheck({ name = "" }: CheckConstraint, server: Server | undefined): string {
  // Before 8.0.19 MySQL knows no DROP CONSTRAINT; MariaDB has never known DROP CHECK.
  const isMySql = server !== undefined && !isMariaDb(server);
  return `DROP ${isMySql ? "CHECK" : "CONSTRAINT"} ${quoteIdentifier(name)}`;
}

function add(constraint: Constraint, table: Table, server: Server | undefined): string {
  return `ADD ${constraintClause(constraint, table, server)}`;
}

function touch(kind: string, name: string): Touch {
  return { thing: `${kind} ${name}`.trim(), how: "drop" };
}
