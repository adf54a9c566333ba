import { expect } from "chai";
import { columnTypeText, normalizeType } from "../../../../plugin/mysql/column-type.js";
import { compile } from "../../../../plugin/mysql/compile/compile.js";
import { lostValues, respellings } from "../../../../plugin/mysql/value/round-trip.js";
import { rowCheck } from "../../../../plugin/mysql/row-check.js";
import { readServer } from "../../../../plugin/mysql/server.js";
import { transactions } from "../../../../plugin/mysql/transactions.js";
import type { Operation } from "../../../../src/operation/operation.js";
import type { Connection } from "../../../../src/plugin/connection.js";
import type { Server } from "../../../../src/plugin/catalog.js";
import type { Column } from "../../../../src/schema/column.js";
import { sameValue } from "../../../../src/schema/equality.js";
import { emptySchema } from "../../../../src/schema/schema.js";
import { emptyTable } from "../../../../src/schema/table.js";
import { describeOnMysql, withMysqlDatabase } from "../../../support/connection-mysql.js";
import { itOnProduct, productOf, type Product } from "../../../support/mysql-product.js";
import { clockChanges, hardTypes, zeroDates, type HardType } from "./hard-values.js";

const utc = "+00:00";

/** The only product that has the type; undefined where both do. */
const productWith = ({ type }: HardType): Product | undefined =>
  ["uuid", "inet4", "inet6"].includes(type.name) ? "mariadb" : undefined;

type Place = {
  readonly connection: Connection;
  readonly server: Server;
  /** Where the values change their type; they are written and read in UTC. */
  readonly zone?: string;
};

const columnOf = ({ type }: HardType): Column => ({
  name: "v",
  type: normalizeType(type),
  nullable: true,
});
const titleOf = ({ type }: HardType): string => columnTypeText(normalizeType(type));

/** Changes the column of a temporary table, without asking its rows. */
async function change({ connection, server }: Place, from: Column, to: Column): Promise<void> {
  const item = { ...emptyTable({ name: "item" }), columns: [from] };
  const operation: Operation = { kind: "alterColumn", table: { name: "item" }, from, to };
  const state = () => Promise.resolve({ ...emptySchema, tables: [item] });
  for (const { sql, guard } of await compile(operation, { server, state }))
    if (guard === undefined) await connection.query(sql);
}

/** The values that the rows hold, by their number, byte for byte. */
async function heldIn(
  { connection, zone = utc }: Place,
  { type }: Column,
): Promise<ReadonlyMap<number, string>> {
  const isReal = /float|double/.test(type.name);
  const value = isReal ? "CONCAT(CAST(v AS DOUBLE), '')" : "HEX(CONCAT(v, ''))";
  await connection.query(`SET time_zone = '${utc}'`);
  const rows = await connection.query(`SELECT id, ${value} AS held FROM item`);
  await connection.query(`SET time_zone = '${zone}'`);
  return new Map(rows.map(({ id, held }) => [Number(id), String(held)]));
}

/** Fills the table and tells, by number, the rows whose values are refused, and those that are spelled otherwise. */
async function begin(place: Place, from: HardType, to: HardType, ids: readonly number[]) {
  const { connection, zone = utc } = place;
  await connection.query(`SET time_zone = '${utc}'`);
  await connection.query("DROP TEMPORARY TABLE IF EXISTS item");
  await connection.query(
    `CREATE TEMPORARY TABLE item (id int PRIMARY KEY, v ${titleOf(from)} NULL)`,
  );
  const rows = ids.map((id) => `(${id}, ${String(from.values[id])})`);
  if (from.unchecked === true) await connection.query("SET @mode = @@sql_mode, sql_mode = ''");
  if (rows.length > 0) await connection.query(`INSERT INTO item VALUES ${rows.join(", ")}`);
  if (from.unchecked === true) await connection.query("SET sql_mode = @mode");
  await connection.query(`SET time_zone = '${zone}'`);
  const refused = lostValues("`v`", from.type, to.type) ?? "FALSE";
  const respelled = respellings("`v`", from.type, to.type) ?? "FALSE";
  const found = await connection.query(
    `SELECT id, ${refused} AS refused, ${respelled} AS respelled FROM item`,
  );
  const idsOf = (verdict: string): readonly number[] =>
    found.filter((row) => Number(row[verdict]) === 1).map(({ id }) => Number(id));
  return { refused: idsOf("refused"), respelled: idsOf("respelled") };
}

/** What is wrong with these values on their way to the other type and back; those that are told of stay away. */
async function wrongAmong(
  place: Place,
  from: HardType,
  to: HardType,
  ids: readonly number[],
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { respelled } = await begin(place, from, to, ids);
  const [old, fresh] = [columnOf(from), columnOf(to)];
  const before = await heldIn(place, old);
  const failure = await change(place, old, fresh).then(() => undefined, String);
  const told = (id: number, what: string): string =>
    `${String(from.values[id])} to ${titleOf(to)}: ${what}`;
  if (failure !== undefined)
    return apart(place, from, to, ids, (id) => told(id, `refused, and not told: ${failure}`));
  const lost = await change(place, fresh, old).then(() => undefined, String);
  if (lost !== undefined)
    return apart(place, from, to, ids, (id) => told(id, `does not come back: ${lost}`));
  const after = await heldIn(place, old);
  return ids.flatMap((id) =>
    before.get(id) === after.get(id) || respelled.includes(id)
      ? []
      : [told(id, `comes back as ${String(after.get(id))}, was ${String(before.get(id))}`)],
  );
}

/** One by one, where some of them fail. */
async function apart(
  place: Place,
  from: HardType,
  to: HardType,
  ids: readonly number[],
  tell: (id: number) => string,
): Promise<readonly string[]> {
  const [first, ...others] = ids;
  if (first === undefined) return [];
  if (others.length === 0) return [tell(first)];
  const found: string[] = [];
  for (const id of ids) found.push(...(await wrongAmong(place, from, to, [id])));
  return found;
}

/** What the question about the rows tells of them. */
async function counted({ connection }: Place, from: HardType, to: HardType): Promise<string> {
  const sides = { from: columnOf(from), to: columnOf(to) };
  const sql = rowCheck({ kind: "unconvertible", table: { name: "item" }, ...sides }, 1000);
  const [row = {}] = sql === undefined ? [] : await connection.query(sql);
  const { count = 0, respelled = 0 } = row;
  return `${Number(count)} refused, ${Number(respelled)} respelled`;
}

async function wrongOf(place: Place, from: HardType): Promise<readonly string[]> {
  const wrong: string[] = [];
  const product = await productOf();
  const known = hardTypes.filter((each) => (productWith(each) ?? product) === product);
  for (const to of known.filter((each) => !sameValue(each.type, from.type))) {
    const all = [...from.values.keys()];
    const { refused, respelled } = await begin(place, from, to, all);
    const spelled = respelled.filter((id) => !refused.includes(id));
    const answer = await counted(place, from, to);
    const expected = `${refused.length} refused, ${spelled.length} respelled`;
    if (answer !== expected) wrong.push(`to ${titleOf(to)}: ${answer} are told, not ${expected}`);
    const left = all.filter((id) => !refused.includes(id));
    wrong.push(...(await wrongAmong(place, from, to, left)));
  }
  return wrong;
}

describeOnMysql("the values of a column of MySQL and MariaDB under another type", () => {
  for (const from of hardTypes) {
    const title = `of ${titleOf(from)} (${String(from.values[0])}, ...) come back, or are told as changed, whatever the type`;
    itOnProduct(title, productWith(from), () =>
      withMysqlDatabase(async (connection) => {
        await transactions.prepare(connection);
        const place = { connection, server: await readServer(connection) };
        expect(await wrongOf(place, from)).to.deep.equal([]);
      }),
    ).timeout(120_000);
  }

  for (const from of zeroDates) {
    for (const mode of ["STRICT_ALL_TABLES", "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE"]) {
      it(`of ${titleOf(from)} that are no days come back, or are told as changed, under ${mode}`, () =>
        withMysqlDatabase(async (connection) => {
          await connection.query(`SET sql_mode = '${mode}'`);
          const place = { connection, server: await readServer(connection) };
          expect(await wrongOf(place, from)).to.deep.equal([]);
        })).timeout(120_000);
    }
  }

  for (const from of clockChanges) {
    it(`of ${titleOf(from)} around a change of the clock come back, or are told as changed`, async function () {
      await withMysqlDatabase(async (connection) => {
        const zone = "Europe/Berlin";
        // A server knows the zones that somebody has told it.
        const isKnown = await connection.query(`SET time_zone = '${zone}'`).then(
          () => true,
          () => false,
        );
        if (!isKnown) this.skip();
        await transactions.prepare(connection);
        const place = { connection, server: await readServer(connection), zone };
        expect(await wrongOf(place, from)).to.deep.equal([]);
      });
    }).timeout(120_000);
  }
});
