import { expect } from "chai";
import { DefaultNamingStrategy } from "typeorm";
import { generatesEnumName, generatesName } from "../../../plugin/typeorm/generated-name.js";
import type { Constraint } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { emptyTable } from "../../../src/schema/table.js";

const strategy = new DefaultNamingStrategy();
const table = emptyTable({ name: "user" });
const hex = "0123456789abcdef0123456789abcdef";

class Custom extends DefaultNamingStrategy {
  override indexName(name: unknown, columns: string[]): string {
    return `${String(name)}_${columns.join("_")}_idx`;
  }
}

const index = (name: string): Index => ({ name, keys: [{ column: "a" }], unique: false });
const unique = (name: string): Constraint => ({ kind: "unique", name, columns: ["a"] });
const check = (name: string): Constraint => ({ kind: "check", name, expression: "a > 0" });

describe("a name that TypeORM generates", () => {
  const own: readonly (readonly [string, Constraint | Index])[] = [
    ["an index", index(strategy.indexName("user", ["a"]))],
    ["a unique constraint", unique(strategy.uniqueConstraintName("user", ["a"]))],
    ["a one-to-one relation's constraint", unique(strategy.relationConstraintName("user", ["a"]))],
    ["a check", check(strategy.checkConstraintName("user", "a > 0"))],
    ["an index whose columns were renamed since", index(`IDX_${hex.slice(0, 26)}`)],
    ["a check in the server's words", check(`CHK_${hex.slice(0, 26)}`)],
    ["a primary key", { kind: "primaryKey", name: `PK_${hex.slice(0, 27)}`, columns: ["id"] }],
    ["a primary key of SQLite, unnamed", { kind: "primaryKey", columns: ["id"] }],
    ["the check of an enumeration on SQLite", { kind: "check", expression: `"a" IN ('x','y')` }],
  ];
  for (const [title, object] of own) {
    it(`is that of ${title}`, () => {
      expect(generatesName(strategy, table, object)).to.equal(true);
    });
  }

  const foreign: readonly (readonly [string, Constraint | Index])[] = [
    ["an index of another name", index("users_by_email")],
    ["an index with a hash of another length", index(`IDX_${hex.slice(0, 20)}`)],
    ["an index named like a unique constraint", index(`UQ_${hex.slice(0, 27)}`)],
    ["an unnamed check", { kind: "check", expression: "a > 0" }],
  ];
  for (const [title, object] of foreign) {
    it(`is not that of ${title}`, () => {
      expect(generatesName(strategy, table, object)).to.equal(false);
    });
  }

  it("is what a custom strategy gives", () => {
    expect(generatesName(new Custom(), table, index("user_a_idx"))).to.equal(true);
  });

  it("has not TypeORM's shape where a custom strategy gives another", () => {
    expect(generatesName(new Custom(), table, index(`IDX_${hex.slice(0, 26)}`))).to.equal(false);
  });

  it("has TypeORM's shape where a custom strategy leaves that kind to TypeORM", () => {
    expect(generatesName(new Custom(), table, check(`CHK_${hex.slice(0, 26)}`))).to.equal(true);
  });
});

describe("the name that TypeORM generates for an enum", () => {
  const users = {
    ...table,
    columns: [{ name: "theState", type: { name: "text" }, nullable: false }],
  };

  it("is that of a column's table and the column in lower case", () => {
    expect(generatesEnumName({ name: "user_thestate_enum" }, [users])).to.equal(true);
  });

  it("is none of another column", () => {
    expect(generatesEnumName({ name: "user_other_enum" }, [users])).to.equal(false);
  });

  it("is none of another schema", () => {
    expect(generatesEnumName({ schema: "app", name: "user_thestate_enum" }, [users])).to.equal(
      false,
    );
  });

  it("may be cut off at PostgreSQL's longest name", () => {
    const long = { ...users, name: "u".repeat(60) };
    expect(generatesEnumName({ name: `${"u".repeat(60)}_th` }, [long], 63)).to.equal(true);
  });
});
