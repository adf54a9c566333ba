import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import { emptySchema } from "../../../src/schema/schema.js";
import type { Schema } from "../../../src/schema/schema.js";
import { emptyTable } from "../../../src/schema/table.js";
import type { Column } from "../../../src/schema/column.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import {
  autogenerate,
  canonical,
  look,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";
import type { Workbench } from "../../../src/testing/workbench.js";

/** A column as the entities want it, and the DDL that TypeORM would have made of it. */
type Form = { readonly column: Omit<Column, "name" | "nullable">; readonly ddl: string };

const value = (of: string | number | boolean): Column["default"] => ({ kind: "value", value: of });
const sql = (text: string): Column["default"] => ({ kind: "expression", sql: text });
const form = (type: Column["type"], given: Column["default"], ddl: string): Form => ({
  column: given === undefined ? { type } : { type, default: given },
  ddl,
});
const mood = { name: "enum", enumName: { name: "mood" } };

const odd = { name: "enum", enumName: { name: 'odd-"name.x' } };

const forms: readonly Form[] = [
  form({ name: "numeric", precision: 10, scale: 2 }, value(1.5), "numeric(10,2) DEFAULT '1.5'"),
  form({ name: "numeric", precision: 10, scale: 2 }, value("0.00"), "numeric(10,2) DEFAULT '0.00'"),
  form({ name: "numeric", precision: 10 }, value(0), "numeric(10) DEFAULT '0'"),
  form({ name: "double precision" }, value(1.25), "double precision DEFAULT '1.25'"),
  form({ name: "real" }, value(-0.5), "real DEFAULT '-0.5'"),
  form({ name: "int8" }, value("9007199254740993"), "bigint DEFAULT '9007199254740993'"),
  form({ name: "int2" }, value(-3), "smallint DEFAULT '-3'"),
  form({ name: "integer" }, sql("1 + 2"), "integer DEFAULT 1 + 2"),
  form({ name: "integer" }, value("7"), "integer DEFAULT '7'"),
  form(
    { name: "character varying", length: 40 },
    value("a::b"),
    "character varying(40) DEFAULT 'a::b'",
  ),
  form({ name: "character varying" }, value("it's"), "character varying DEFAULT 'it''s'"),
  form({ name: "text" }, value("back\\slash"), "text DEFAULT 'back\\slash'"),
  form({ name: "text" }, value(""), "text DEFAULT ''"),
  form({ name: "text" }, value(5), "text DEFAULT '5'"),
  form({ name: "text" }, sql("NULL"), "text DEFAULT NULL"),
  form({ name: "varchar", length: 5 }, sql("NULL"), "varchar(5) DEFAULT NULL"),
  form({ name: "character", length: 1 }, value("x"), "character DEFAULT 'x'"),
  form({ name: "char", length: 4 }, value("x"), "character(4) DEFAULT 'x'"),
  form({ name: "text", array: true }, sql("ARRAY[]::text[]"), "text array DEFAULT ARRAY[]::text[]"),
  form({ name: "text", array: true }, value("{}"), "text array DEFAULT '{}'"),
  form({ name: "text", array: true }, value("{a, b}"), "text array DEFAULT '{a, b}'"),
  form({ name: "integer", array: true }, value("{1,2}"), "integer array DEFAULT '{1,2}'"),
  form(
    { name: "timestamp with time zone", precision: 3, array: true },
    undefined,
    "TIMESTAMP(3) WITH TIME ZONE array",
  ),
  form(
    { name: "timestamp with time zone", precision: 6 },
    sql("now()"),
    "TIMESTAMP(6) WITH TIME ZONE DEFAULT now()",
  ),
  form(
    { name: "timestamp without time zone" },
    sql("CURRENT_TIMESTAMP"),
    "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
  ),
  form(
    { name: "timestamp" },
    sql("(now() at time zone 'utc')"),
    "TIMESTAMP DEFAULT (now() at time zone 'utc')",
  ),
  form(
    { name: "timestamp" },
    sql("now() + interval '1 day'"),
    "TIMESTAMP DEFAULT now() + interval '1 day'",
  ),
  form(
    { name: "timestamptz" },
    sql("CURRENT_TIMESTAMP(3)"),
    "timestamptz DEFAULT CURRENT_TIMESTAMP(3)",
  ),
  form({ name: "timestamp" }, sql("LOCALTIMESTAMP"), "TIMESTAMP DEFAULT LOCALTIMESTAMP"),
  form(
    { name: "timestamp" },
    value("2020-01-02 03:04:05"),
    "TIMESTAMP DEFAULT '2020-01-02 03:04:05'",
  ),
  form({ name: "date" }, sql("('now'::text)::date"), "date DEFAULT ('now'::text)::date"),
  form({ name: "date" }, value("2020-1-2"), "date DEFAULT '2020-1-2'"),
  form({ name: "time" }, value("10:00"), "TIME DEFAULT '10:00'"),
  form({ name: "interval" }, value("1 day 2 hours"), "interval DEFAULT '1 day 2 hours'"),
  form({ name: "money" }, value(0), "money DEFAULT '0'"),
  form({ name: "uuid" }, sql("gen_random_uuid()"), "uuid DEFAULT gen_random_uuid()"),
  form(
    { name: "uuid" },
    value("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"),
    "uuid DEFAULT 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
  ),
  form({ name: "boolean" }, value("false"), "boolean DEFAULT 'false'"),
  form({ name: "boolean" }, value(true), "boolean DEFAULT true"),
  form({ name: "jsonb" }, value('{"b":1,"a":"it\'s"}'), `jsonb DEFAULT '{"b":1,"a":"it''s"}'`),
  form({ name: "jsonb" }, sql(`'[]'::jsonb`), "jsonb DEFAULT '[]'"),
  form({ name: "json" }, value('{"b":1}'), `json DEFAULT '{"b":1}'`),
  form({ name: "bytea" }, sql("'\\x00'"), "bytea DEFAULT '\\x00'"),
  form({ name: "inet" }, value("127.0.0.1"), "inet DEFAULT '127.0.0.1'"),
  form({ name: "bit", length: 3 }, value("101"), "bit(3) DEFAULT '101'"),
  form({ name: "bit varying", length: 5 }, undefined, "bit varying(5)"),
  form({ name: "int4range" }, value("[1,2]"), "int4range DEFAULT '[1,2]'"),
  form({ name: "varchar" }, sql("md5(random()::text)"), "varchar DEFAULT md5(random()::text)"),
  form({ name: "varchar", length: 20 }, sql("'x'::character varying"), "varchar(20) DEFAULT 'x'"),
  form(
    { name: "tsvector" },
    sql("to_tsvector('english', '')"),
    "tsvector DEFAULT to_tsvector('english', '')",
  ),
  form(mood, value("so so"), `"mood" DEFAULT 'so so'`),
  form({ ...mood, array: true }, value('{"so so",good}'), `"mood" array DEFAULT '{"so so",good}'`),
  form({ ...mood, array: true }, value("{}"), `"mood" array DEFAULT '{}'`),
  form(mood, sql("'good'::mood"), `"mood" DEFAULT 'good'`),
  form({ name: "interval", precision: 3 }, undefined, "interval(3)"),
  form(odd, value("x"), `"odd-""name.x" DEFAULT 'x'`),
  form({ ...odd, array: true }, value("{x}"), `"odd-""name.x" array DEFAULT '{x}'`),
];

const columns: readonly Column[] = forms.map(({ column }, at) => ({
  name: `c${at}`,
  nullable: true,
  ...column,
}));

const wanted: Schema = {
  ...emptySchema,
  enums: [
    { name: "mood", values: ["good", "so so"] },
    { ...odd.enumName, values: ["x"] },
  ],
  tables: [{ ...emptyTable({ name: "form" }), columns }],
};

/** What is found of the columns: by autogenerate, in the database, and in the wanted schema made canonical. */
type Found = {
  readonly operations: readonly Operation[];
  readonly held: readonly Column[];
  readonly said: readonly Column[];
  /** The same, made canonical while nothing was there. */
  readonly saidBefore: readonly Column[];
};

/** Makes all columns at once; `made` says who does it. */
function make(made: (bench: Workbench) => Promise<unknown>): Promise<Found> {
  return withPostgresConnection(async (connection) => {
    const bench = await workbench(postgres, connection);
    const saidBefore = columnsOf(await canonical(bench, wanted));
    await made(bench);
    const operations = await autogenerate(bench, wanted);
    const [held, said] = [await look(bench), await canonical(bench, wanted)];
    return { operations, held: columnsOf(held), said: columnsOf(said), saidBefore };
  });
}

function columnsOf({ tables }: Schema): readonly Column[] {
  return tables[0]?.columns ?? [];
}

async function asTypeorm({ connection }: Workbench): Promise<void> {
  const list = forms.map(({ ddl }, at) => `c${at} ${ddl}`).join(", ");
  await connection.query("CREATE TYPE mood AS ENUM ('good', 'so so')");
  await connection.query(`CREATE TYPE "odd-""name.x" AS ENUM ('x')`);
  await connection.query(`CREATE TABLE form (${list})`);
}

describe("columns and defaults on PostgreSQL", () => {
  let theirs: Found;
  let ours: Found;
  before(async () => {
    theirs = await make(asTypeorm);
    ours = await make((bench) => synchronize(bench, wanted));
  });

  it("are not different at all from what TypeORM and Athanor made of them", () => {
    expect([...theirs.operations, ...ours.operations]).to.deep.equal([]);
  });

  for (const [at, { ddl }] of forms.entries()) {
    it(`are the same whoever made them, and said beforehand as they are read: ${ddl}`, () => {
      expect(theirs.held[at]).to.deep.equal(theirs.said[at]);
      expect(ours.held[at]).to.deep.equal(ours.said[at]);
      expect(ours.held[at]).to.deep.equal(ours.saidBefore[at]);
    });
  }
});
