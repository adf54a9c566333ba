import { expect } from "chai";
import { neverConverts } from "../../../../plugin/postgres/value/never-converts.js";
import { usingValue } from "../../../../plugin/postgres/compile/using.js";
import { typeText } from "../../../../plugin/postgres/column-type.js";
import { literal } from "../../../../plugin/postgres/literal.js";
import type { Connection } from "../../../../src/plugin/connection.js";
import { withPostgresConnection } from "../../../support/connection-postgres.js";
import { typeNamed } from "./hard-values.js";
import { formedTypes, passingValues } from "./passing-values.js";

/** Puts a value of one type into a column of another, as ALTER TABLE would; gives the refusal. */
const passes = `
CREATE FUNCTION refusal(val text, old text, fresh text, sent text) RETURNS text AS $$
BEGIN
  EXECUTE format('INSERT INTO %I SELECT %s FROM (SELECT %L::%s AS v) AS given', 'of ' || fresh, sent, val, old);
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN RETURN SQLERRM;
END $$ LANGUAGE plpgsql`;

/** The values of the one type that the other takes. */
async function taken(connection: Connection, from: string, to: string): Promise<readonly string[]> {
  const sent = usingValue("v", typeNamed(from), typeNamed(to)) ?? "v";
  const given = [typeText(typeNamed(from)), to, sent].map(literal).join(", ");
  const rows = await connection.query(
    `SELECT val FROM unnest(${literal(passingValues(from))}::text[]) AS val WHERE refusal(val, ${given}) IS NULL`,
  );
  return rows.map(({ val }) => String(val));
}

describe("the pairs of PostgreSQL's types that no value survives", () => {
  const wrong = new Map<string, readonly string[]>();

  before(async function () {
    this.timeout(120_000);
    await withPostgresConnection(async (connection) => {
      await connection.query(passes);
      for (const type of formedTypes)
        await connection.query(`CREATE TABLE "of ${type}" (v ${typeText(typeNamed(type))})`);
      for (const from of formedTypes) {
        const found: string[] = [];
        for (const to of formedTypes) {
          if (!neverConverts(typeNamed(from), typeNamed(to))) continue;
          const values = await taken(connection, from, to);
          if (values.length > 0) found.push(`${to} takes ${values.join(" and ")}`);
        }
        wrong.set(from, found);
      }
    });
  });

  for (const from of formedTypes) {
    it(`are refused by the server too, from ${from}`, () => {
      expect(wrong.get(from)).to.deep.equal([]);
    });
  }

  for (const [from, to] of [
    ["date", "boolean"],
    ["bytea", "date"],
    ["integer", "uuid"],
    ["integer", "uuid[]"],
    ["uuid", "jsonb"],
    ["timestamptz", "bigint"],
    ["point", "integer"],
  ] as const) {
    it(`hold ${from} to ${to}`, () => {
      expect(neverConverts(typeNamed(from), typeNamed(to))).to.equal(true);
    });
  }

  for (const [from, to] of [
    ["integer", "date"],
    ["integer", "jsonb[]"],
    ["numeric", "uuid"],
    ["text", "uuid"],
    ["mood", "integer"],
    ["integer[]", "date[]"],
  ] as const) {
    it(`do not hold ${from} to ${to}, which some value survives`, () => {
      expect(neverConverts(typeNamed(from), typeNamed(to))).to.equal(false);
    });
  }
});
