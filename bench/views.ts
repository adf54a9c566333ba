import { performance } from "node:perf_hooks";
import { postgres } from "../plugin/postgres/index.js";
import { diff } from "../src/diff/diff.js";
import type { Operation } from "../src/operation/operation.js";
import { emptySchema } from "../src/schema/schema.js";
import type { Schema } from "../src/schema/schema.js";
import { emptyTable } from "../src/schema/table.js";
import type { View } from "../src/schema/view.js";
import { withPostgresConnection } from "../test/support/connection-postgres.js";
import { perform, workbench } from "../src/testing/workbench.js";
import type { Workbench } from "../src/testing/workbench.js";
import { stopPostgres } from "../test/support/postgres.js";

/**
 * Views on PostgreSQL, in seconds: to find that they are as they are wanted, and to take them out of the way of a change of
 * type and back. Twice as many should take twice as long.
 */
const most = Number(process.argv[2] ?? "2000");
const half = await measure(Math.round(most / 2));
const whole = await measure(most);
await stopPostgres();
for (const name of ["check", "step aside"] as const) {
  const [before, after] = [half[name], whole[name]];
  const figures = `${before.toFixed(2)} s, ${after.toFixed(2)} s`;
  console.log(
    `${name}, ${most / 2} and ${most} views: ${figures}, ratio ${(after / before).toFixed(2)}`,
  );
}

type Figures = Readonly<Record<"check" | "step aside", number>>;

function measure(count: number): Promise<Figures> {
  return withPostgresConnection(async (connection) => {
    const bench = await workbench(postgres, connection);
    const wanted = schemaOf(count, "integer");
    await perform(bench, diff({ from: emptySchema, to: wanted }).operations);
    const check = await timed(() => compared(bench, wanted));
    const change = await compared(bench, schemaOf(count, "bigint"));
    return { check, "step aside": await timed(() => perform(bench, change)) };
  });
}

async function compared(bench: Workbench, wanted: Schema): Promise<readonly Operation[]> {
  const { connection, server, dialect } = bench;
  const actual = await dialect.catalog.inspect(connection, server, {});
  const to = await dialect.catalog.canonicalize({ wanted, actual, connection, server });
  return diff({ from: actual, to: to.schema }).operations;
}

async function timed(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return (performance.now() - start) / 1000;
}

/** Forty views for each table, half of them over other views, in words that are not the server's. */
function schemaOf(count: number, type: string): Schema {
  const tables = Array.from({ length: Math.ceil(count / 40) }, (_, at) => ({
    ...emptyTable({ name: `t${at}` }),
    columns: ["a", "b"].map((name) => ({ name, type: { name: type }, nullable: true })),
  }));
  const views = Array.from({ length: count }, (_, at): View => {
    const over = at < count / 2 ? `t${at % tables.length}` : `v${at - Math.floor(count / 2)}`;
    const definition = `SELECT "x"."a" AS "a", "x"."b" * 2 AS "b" FROM "${over}" "x" WHERE "x"."a" > ${at}`;
    return { name: `v${at}`, definition, materialized: false, indexes: [] };
  });
  return { ...emptySchema, tables, views };
}
