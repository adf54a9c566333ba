import { expect } from "chai";
import { Column } from "typeorm";
import type { ColumnOptions } from "typeorm";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import { columnOf } from "./wanted-of.js";

type Scenario = {
  readonly title: string;
  readonly options: ColumnOptions;
  readonly postgres?: ColumnDefault | "none";
  readonly sqlite?: ColumnDefault | "none";
};

const value = (of: string | number | boolean): ColumnDefault => ({ kind: "value", value: of });
const expression = (sql: string): ColumnDefault => ({ kind: "expression", sql });

/** What holds on both. */
const both = (wanted: ColumnDefault | "none"): Pick<Scenario, "postgres" | "sqlite"> => ({
  postgres: wanted,
  sqlite: wanted,
});

const scenarios: readonly Scenario[] = [
  {
    title: "a string is a value",
    options: { type: "varchar", default: "draft" },
    ...both(value("draft")),
  },
  {
    title: "an empty string is a value",
    options: { type: "varchar", default: "" },
    ...both(value("")),
  },
  {
    title: "a quote inside a string is kept",
    options: { type: "varchar", default: "it's" },
    ...both(value("it's")),
  },
  {
    title: "quotes that the user doubled for TypeORM are one each",
    options: { type: "varchar", default: "it''s" },
    ...both(value("it's")),
  },
  {
    title: "a string between quotes of its own keeps them",
    options: { type: "varchar", default: '"x"' },
    ...both(value('"x"')),
  },
  { title: "a number is a value", options: { type: "integer", default: 5 }, ...both(value(5)) },
  { title: "zero is a value", options: { type: "numeric", default: 0 }, ...both(value(0)) },
  {
    title: "a fraction is a value",
    options: { type: "numeric", default: 1.5 },
    ...both(value(1.5)),
  },
  {
    title: "a number on a column of text is text on PostgreSQL",
    options: { type: "varchar", default: 5 },
    postgres: value("5"),
    sqlite: value(5),
  },
  { title: "true is a value", options: { type: "boolean", default: true }, ...both(value(true)) },
  {
    title: "false is a value",
    options: { type: "boolean", default: false },
    ...both(value(false)),
  },
  {
    title: "null is none",
    options: { type: "varchar", nullable: true, default: null },
    ...both("none"),
  },
  { title: "undefined is none", options: { type: "varchar" }, ...both("none") },
  {
    title: "a function is an expression",
    options: { type: "integer", default: () => "1 + 2" },
    ...both(expression("1 + 2")),
  },
  {
    title: "a function that gives nothing is none",
    options: { type: "integer", nullable: true, default: () => undefined as unknown as string },
    ...both("none"),
  },
  {
    title: "the time of the transaction is spelt as the driver spells it",
    options: { type: "timestamp", default: () => "CURRENT_TIMESTAMP" },
    postgres: expression("now()"),
  },
  {
    title: "the time is left to SQLite's words",
    options: { type: "datetime", default: () => "CURRENT_TIMESTAMP" },
    sqlite: expression("CURRENT_TIMESTAMP"),
  },
  {
    title: "an object is JSON text",
    options: { type: "simple-json", default: { a: "it's" } },
    ...both(value('{"a":"it\'s"}')),
  },
  {
    title: "an array is PostgreSQL's array text",
    options: { type: "text", array: true, default: ["a", "b"] },
    postgres: value("{a,b}"),
  },
  {
    title: "an empty array is PostgreSQL's empty array",
    options: { type: "text", array: true, default: [] },
    postgres: value("{}"),
  },
  {
    title: "a value of an enumeration is text on PostgreSQL",
    options: { type: "simple-enum", enum: [1, 2], default: 1 },
    postgres: value("1"),
    sqlite: value(1),
  },
  {
    title: "a date is its moment",
    options: { type: "timestamptz", default: new Date(0) },
    postgres: value("1970-01-01T00:00:00.000Z"),
  },
];

describe("the default of a column", () => {
  for (const { title, options, postgres, sqlite } of scenarios) {
    if (postgres !== undefined)
      it(`${title}, on PostgreSQL`, () => check("postgres", options, postgres));
    if (sqlite !== undefined)
      it(`${title}, on SQLite`, () => check("better-sqlite3", options, sqlite));
  }
});

async function check(
  type: "postgres" | "better-sqlite3",
  options: ColumnOptions,
  wanted: ColumnDefault | "none",
): Promise<void> {
  const column = await columnOf(type, Column(options));
  expect(column?.default).to.deep.equal(wanted === "none" ? undefined : wanted);
}
