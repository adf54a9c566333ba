import { reverseAll } from "../operation/reverse.js";
import type { Connection, Row } from "../plugin/connection.js";
import type { Dialect } from "../plugin/dialect.js";
import { compact } from "../schema/compact.js";
import type { Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import { storeCases } from "./contract-store.js";
import type { ContractCase, ContractSubject, Scenario } from "./subject.js";
import { scenariosOf } from "./scenarios.js";
import { same } from "./same.js";
import {
  autogenerate,
  canonical,
  look,
  perform,
  synchronize,
  workbench,
  type Workbench,
} from "./workbench.js";

/**
 * What every dialect does: what the operations say, keeping the rows, finding nothing more to do, and finding its way
 * back; and its version rows, log, journal, transactions and literals.
 *
 * @example
 * for (const { title, lacks, run } of dialectContract(subject)) (lacks === undefined ? it : it.skip)(title, run);
 */
export function dialectContract(subject: ContractSubject): readonly ContractCase[] {
  const { dialect, withConnection } = subject;
  const lacking = dialect.capabilities.lacks ?? [];
  const scenarios = scenariosOf(subject.types).map((scenario): ContractCase => {
    const lacks = scenario.needs?.find((need) => lacking.includes(need));
    return compact({
      title: `${scenario.title}: there and back with every row`,
      lacks,
      run: () => withConnection((connection) => thereAndBack(dialect, connection, scenario)),
    });
  });
  return [...scenarios, ...storeCases(subject)];
}

/** Makes the first schema, changes it to the second and back; after each step the database is what was asked. */
export async function thereAndBack(
  dialect: Dialect,
  connection: Connection,
  scenario: Scenario,
  schemas: readonly string[] = [],
): Promise<void> {
  const bench = await workbench(dialect, connection, schemas);
  const { rows = [], table: name = "item" } = scenario;
  await synchronize(bench, scenario.before);
  const atFirst = await look(bench);
  same("created", arranged(atFirst), arranged(await canonical(bench, scenario.before)));
  await perform(bench, [{ kind: "bulkInsert", table: { name }, rows }]);
  const operations = await synchronize(bench, scenario.after);
  same("changed", arranged(await look(bench)), arranged(await canonical(bench, scenario.after)));
  same("once more", await autogenerate(bench, scenario.after), []);
  await expectRows(bench, name, scenario.rowsAfter ?? rows);
  await perform(bench, reverseAll(operations));
  same("back", arranged(await look(bench)), arranged(atFirst));
  await expectRows(bench, name, scenario.rowsBack ?? rows);
}

/** A schema in which the order of columns, which no operation promises, does not count. */
export function arranged(held: Schema): Schema {
  const sorted = (each: Table): Table => ({
    ...each,
    columns: [...each.columns].sort((a, b) => (a.name < b.name ? -1 : 1)),
  });
  return { ...held, tables: held.tables.map(sorted) };
}

// Only what a row of the scenario names is compared, as text: drivers differ in how they give numbers and truths.
async function expectRows(
  { connection, dialect }: Workbench,
  name: string,
  expected: readonly Row[],
): Promise<void> {
  const held = expected.length === 0 ? [] : await dialect.catalog.readRows(connection, { name });
  const [first = ""] = Object.keys(expected[0] ?? {});
  const found = held.toSorted((a, b) => Number(a[first]) - Number(b[first]));
  const named = found.map((row, at) =>
    Object.fromEntries(Object.keys(expected[at] ?? row).map((key) => [key, textOf(row[key])])),
  );
  const texts = expected.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, textOf(value)])),
  );
  same("rows", named, texts);
}

function textOf(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? "1" : "0";
  return value instanceof Date ? value.toISOString() : String(value);
}
