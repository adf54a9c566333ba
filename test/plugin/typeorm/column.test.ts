import { expect } from "chai";
import {
  Column as Declare,
  CreateDateColumn,
  DeleteDateColumn,
  Generated,
  PrimaryGeneratedColumn,
  VersionColumn,
  VirtualColumn,
} from "typeorm";
import type { Column } from "../../../src/schema/column.js";
import { columnOf } from "./wanted-of.js";

type Scenario = {
  readonly title: string;
  readonly value: PropertyDecorator;
  readonly postgres?: Omit<Column, "name" | "nullable"> & { readonly nullable?: boolean };
  readonly sqlite?: Omit<Column, "name" | "nullable"> & { readonly nullable?: boolean };
};

const scenarios: readonly Scenario[] = [
  {
    title: "the type's name as the driver normalises it",
    value: Declare({ type: "int" }),
    postgres: { type: { name: "integer" } },
    sqlite: { type: { name: "integer" } },
  },
  {
    title: "a constructor as a type",
    value: Declare({ type: String }),
    postgres: { type: { name: "character varying" } },
    sqlite: { type: { name: "varchar" } },
  },
  {
    title: "the length",
    value: Declare({ type: "varchar", length: 50 }),
    postgres: { type: { name: "character varying", length: 50 } },
    sqlite: { type: { name: "varchar", length: 50 } },
  },
  {
    title: "precision and scale",
    value: Declare({ type: "decimal", precision: 10, scale: 2 }),
    postgres: { type: { name: "numeric", precision: 10, scale: 2 } },
    sqlite: { type: { name: "decimal", precision: 10, scale: 2 } },
  },
  {
    title: "a precision of 0",
    value: Declare({ type: "timestamptz", precision: 0 }),
    postgres: { type: { name: "timestamp with time zone", precision: 0 } },
  },
  {
    title: "no precision where it is null",
    value: Declare({ type: "timestamp", precision: null }),
    postgres: { type: { name: "timestamp without time zone" } },
  },
  {
    title: "no precision on a type that has none",
    value: Declare({ type: "integer", precision: 5 }),
    postgres: { type: { name: "integer" } },
    sqlite: { type: { name: "integer", precision: 5 } },
  },
  {
    title: "arrays",
    value: Declare({ type: "varchar", length: 10, array: true }),
    postgres: { type: { name: "character varying", length: 10, array: true } },
  },
  {
    title: "nullability",
    value: Declare({ type: "text", nullable: true }),
    postgres: { type: { name: "text" }, nullable: true },
    sqlite: { type: { name: "text" }, nullable: true },
  },
  {
    title: "the collation",
    value: Declare({ type: "varchar", collation: "C" }),
    postgres: { type: { name: "character varying" }, collation: "C" },
    sqlite: { type: { name: "varchar" }, collation: "C" },
  },
  {
    title: "the comment where the database keeps one",
    value: Declare({ type: "text", comment: "it's" }),
    postgres: { type: { name: "text" }, comment: "it's" },
    sqlite: { type: { name: "text" } },
  },
  {
    title: "the comment without null bytes, which no database keeps",
    value: Declare({ type: "text", comment: "a\0b" }),
    postgres: { type: { name: "text" }, comment: "ab" },
  },
  {
    title: "an enumeration",
    value: Declare({ type: "simple-enum", enum: { Draft: "draft", Live: "live" } }),
    postgres: { type: { name: "enum", enumName: { name: "thing_value_enum" } } },
    sqlite: { type: { name: "varchar", values: ["draft", "live"] } },
  },
  {
    title: "an array of an enumeration under its stated name",
    value: Declare({ type: "enum", enum: ["a", "b"], enumName: "letters", array: true }),
    postgres: { type: { name: "enum", enumName: { name: "letters" }, array: true } },
  },
  {
    title: "simple-array and simple-json as text",
    value: Declare({ type: "simple-array" }),
    postgres: { type: { name: "text" } },
    sqlite: { type: { name: "text" } },
  },
  {
    title: "a generated uuid, which PostgreSQL makes and SQLite does not",
    value: every(Declare({ type: "uuid" }), Generated("uuid")),
    postgres: {
      type: { name: "uuid" },
      default: { kind: "expression", sql: "uuid_generate_v4()" },
    },
    sqlite: { type: { name: "varchar" } },
  },
  {
    title: "an incremented column without a default",
    value: every(Declare({ type: "bigint" }), Generated("increment")),
    postgres: { type: { name: "bigint" }, generated: { kind: "increment" } },
  },
  {
    title: "an identity column",
    value: PrimaryGeneratedColumn("identity", { type: "integer", generatedIdentity: "ALWAYS" }),
    postgres: { type: { name: "integer" }, generated: { kind: "identity", always: true } },
  },
  {
    title: "a stored expression",
    value: Declare({ type: "integer", asExpression: "id * 2", generatedType: "STORED" }),
    postgres: {
      type: { name: "integer" },
      generated: { kind: "expression", expression: "id * 2", stored: true },
    },
    sqlite: {
      type: { name: "integer" },
      generated: { kind: "expression", expression: "id * 2", stored: true },
    },
  },
  {
    title: "a virtual expression",
    value: Declare({ type: "integer", asExpression: "id * 2" }),
    sqlite: {
      type: { name: "integer" },
      generated: { kind: "expression", expression: "id * 2", stored: false },
    },
  },
  {
    title: "the date an entity was created",
    value: CreateDateColumn(),
    postgres: {
      type: { name: "timestamp without time zone" },
      default: { kind: "expression", sql: "now()" },
    },
  },
  {
    title: "the date an entity was created, as SQLite tells the time",
    value: CreateDateColumn(),
    sqlite: {
      type: { name: "datetime" },
      default: { kind: "expression", sql: "datetime('now')" },
    },
  },
  {
    title: "the date an entity was deleted, which may be missing",
    value: DeleteDateColumn(),
    postgres: { type: { name: "timestamp without time zone" }, nullable: true },
    sqlite: { type: { name: "datetime" }, nullable: true },
  },
  {
    title: "the version as an integer",
    value: VersionColumn(),
    postgres: { type: { name: "integer" } },
    sqlite: { type: { name: "integer" } },
  },
  {
    title: "types of extensions",
    value: Declare({ type: "hstore" }),
    postgres: { type: { name: "hstore" } },
  },
  {
    title: "the dimensions of a vector",
    value: Declare({ type: "vector", length: 3 }),
    postgres: { type: { name: "vector", length: 3 } },
  },
];

function every(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}

describe("the column of a property", () => {
  for (const { title, value, postgres, sqlite } of scenarios) {
    if (postgres !== undefined) {
      it(`has ${title}, on PostgreSQL`, async () => {
        const expected = { name: "value", nullable: false, ...postgres };
        expect(await columnOf("postgres", value)).to.deep.equal(expected);
      });
    }
    if (sqlite !== undefined) {
      it(`has ${title}, on SQLite`, async () => {
        const expected = { name: "value", nullable: false, ...sqlite };
        expect(await columnOf("better-sqlite3", value)).to.deep.equal(expected);
      });
    }
  }

  it("does not exist where the property is computed by a query", async () => {
    const decorator = VirtualColumn({ type: "int", query: () => "SELECT 1" });
    expect(await columnOf("postgres", decorator)).to.equal(undefined);
  });
});
