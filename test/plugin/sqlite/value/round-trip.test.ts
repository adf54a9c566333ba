import { expect } from "chai";
import { columnTypeText, readColumnType } from "../../../../plugin/sqlite/column-type.js";
import { lostValues } from "../../../../plugin/sqlite/value/round-trip.js";
import { rowCheck } from "../../../../plugin/sqlite/row-check.js";
import type { Connection } from "../../../../src/plugin/connection.js";
import { column } from "../../../../src/testing/build-schema.js";
import { connectBetterSqlite } from "../../../support/connection-sqlite.js";

const types = "integer;text;real;datetime;date;json;numeric;boolean;decimal(10,2);varchar(5);blob;"
  .split(";")
  .map(readColumnType);

const texts = [
  "",
  "a",
  " 12 ",
  "12",
  "007",
  "1e2",
  "1.50",
  "1.0",
  "-0",
  "+3",
  "0x10",
  "Infinity",
  "{}",
];
const numbers = [
  "12345678901234567890",
  "9007199254740993",
  "-9223372036854775808",
  "9223372036854775807",
];
const fractions = [
  "0.1",
  "0.30000000000000004",
  "-0.0",
  "1e300",
  "9e999",
  "2.0",
  "9007199254740993.0",
];

/** As SQL, each of them held by whatever type. */
const values: readonly string[] = [
  ...[...texts, ...numbers, ...fractions, "2020-01-02", "2020", "2020-01-02 03:04:05"].map(
    (text) => `'${text}'`,
  ),
  ...numbers,
  ...fractions,
  "NULL",
  "x'00ff'",
  "x'3132'",
];

type Answer = { readonly told: boolean; readonly refused: boolean; readonly same: boolean };

/** What the row check and the guard say of one value, and whether SQLite gives it back. */
async function travel(
  connection: Connection,
  value: string,
  [from, to]: readonly [from: number, to: number],
): Promise<Answer> {
  const [was, back] = [`at${from}`, `back${from}`];
  for (const name of [was, back, `at${to}`]) await connection.query(`DELETE FROM ${name}`);
  await connection.query(`INSERT INTO ${was} VALUES (${value})`);
  const pair = { from: column("v", types[from] ?? ""), to: column("v", types[to] ?? "") };
  const question = rowCheck({ kind: "unconvertible", table: { name: was }, ...pair }, 100);
  const [answer] = question === undefined ? [] : await connection.query(question);
  const lost = lostValues(pair.from, pair.to, false) ?? "0";
  const stopped = await connection.query(`SELECT v FROM ${was} WHERE ${lost}`);
  await connection.query(`INSERT INTO at${to} SELECT v FROM ${was}`);
  await connection.query(`INSERT INTO ${back} SELECT v FROM at${to}`);
  const same = await connection.query(
    `SELECT 1 FROM ${was} AS a, ${back} AS b WHERE typeof(a.v) = typeof(b.v) AND a.v IS b.v AND quote(a.v) = quote(b.v)`,
  );
  return {
    told: Number(answer?.["count"] ?? 0) + Number(answer?.["respelled"] ?? 0) > 0,
    refused: stopped.length > 0 || Number(answer?.["respelled"] ?? 0) > 0,
    same: same.length > 0,
  };
}

describe("the values of an SQLite column under another type", () => {
  for (const [from, type] of types.entries()) {
    it(`of "${columnTypeText(type)}" come back, or are told and stopped, whatever the type`, async () => {
      const connection = connectBetterSqlite();
      const wrong: string[] = [];
      for (const [at, { name }] of types.entries()) {
        const declared = columnTypeText(types[at] ?? { name });
        await connection.query(`CREATE TABLE at${at} (v ${declared})`);
        await connection.query(`CREATE TABLE back${at} (v ${declared})`);
      }
      for (const to of types.keys()) {
        if (to === from) continue;
        for (const value of values) {
          const { told, refused, same } = await travel(connection, value, [from, to]);
          const way = `${value} to "${columnTypeText(types[to] ?? type)}"`;
          if (!same && !told) wrong.push(`${way} is changed and not told`);
          if (!same && !refused) wrong.push(`${way} is changed and not stopped`);
        }
      }
      await connection.close();
      expect(wrong).to.deep.equal([]);
    }).timeout(30_000);
  }
});
