import { expect } from "chai";
import { applyAll, applyOperation } from "../../src/operation/apply.js";
import type { Operation } from "../../src/operation/operation.js";
import type { Schema } from "../../src/schema/schema.js";
import { column, schemaOf, table } from "../support/table.js";

const name = { name: "users" };
const users = table("users", {
  columns: [
    column("age"),
    column("email", "text"),
    column("twice", { generated: { kind: "expression", expression: "(age * 2)", stored: true } }),
  ],
  uniques: [{ kind: "unique", name: "uq", columns: ["email", "age"] }],
  checks: [{ kind: "check", name: "ck", expression: `(age > 0) AND ("age" < 200)` }],
  indexes: [
    { name: "ix_age", keys: [{ column: "age" }], unique: false },
    { name: "ix_text", keys: [{ expression: "lower(email)" }], unique: false, where: "(age > 18)" },
    { name: "ix_email", keys: [{ column: "email" }], unique: false },
  ],
});
const posts = table("posts", {
  columns: [column("authorAge")],
  foreignKeys: [
    {
      kind: "foreignKey",
      name: "fk",
      columns: ["authorAge"],
      references: name,
      referencedColumns: ["age"],
      onDelete: "NO ACTION",
      onUpdate: "NO ACTION",
    },
  ],
});
const blog = schemaOf([users, posts], {
  views: [
    { name: "v", definition: "SELECT 1", materialized: false, indexes: [], dependsOn: [name] },
  ],
});

function after(operation: Operation, schema: Schema = blog): Schema {
  return applyOperation(schema, operation);
}

describe("applying renameColumn", () => {
  const renamed = after({ kind: "renameColumn", table: name, from: "age", to: "years" });
  const [table] = renamed.tables;

  it("renames it in constraints, indexes and the texts of both", () => {
    expect(table?.uniques[0]?.columns).to.deep.equal(["email", "years"]);
    expect(table?.checks[0]?.expression).to.equal(`(years > 0) AND ("years" < 200)`);
    expect(table?.indexes[0]?.keys).to.deep.equal([{ column: "years" }]);
    expect(table?.indexes[1]?.where).to.equal("(years > 18)");
  });

  it("renames it in computed columns", () => {
    const twice = table?.columns.find((held) => held.name === "twice");
    expect(twice?.generated).to.have.property("expression", "(years * 2)");
  });

  it("renames it in the foreign keys of other tables", () => {
    expect(renamed.tables[1]?.foreignKeys[0]?.referencedColumns).to.deep.equal(["years"]);
  });
});

describe("applying renameTable", () => {
  const renamed = after({ kind: "renameTable", from: name, to: { schema: "x", name: "people" } });

  it("keeps all that is in the table", () => {
    expect(renamed.tables[0]).to.deep.equal({ ...users, schema: "x", name: "people" });
  });

  it("is followed by foreign keys and views", () => {
    expect(renamed.tables[1]?.foreignKeys[0]?.references).to.deep.equal({
      schema: "x",
      name: "people",
    });
    expect(renamed.views[0]?.dependsOn).to.deep.equal([{ schema: "x", name: "people" }]);
  });
});

describe("applying dropColumn", () => {
  const [table] = after({ kind: "dropColumn", table: name, column: column("age") }).tables;

  it("takes along what spans the column, as databases do", () => {
    expect(table?.uniques).to.deep.equal([]);
    expect(table?.checks).to.deep.equal([]);
    expect(table?.indexes.map((index) => index.name)).to.deep.equal(["ix_email"]);
  });

  it("takes along the primary key", () => {
    const [keyless] = after({ kind: "dropColumn", table: name, column: column("id") }).tables;
    expect(keyless).not.to.have.property("primaryKey");
  });
});

describe("applying changes of enums", () => {
  const state = column("state", {
    type: { name: "enum", enumName: { name: "e" } },
    default: { kind: "expression", sql: "'a'::e" },
  });
  const schema = schemaOf([table("t", { columns: [state] })], {
    enums: [{ name: "e", values: ["a"] }],
  });

  it("renames the type of its columns", () => {
    const renamed = after({ kind: "renameEnum", from: { name: "e" }, to: { name: "f" } }, schema);
    expect(renamed.tables[0]?.columns[1]?.type.enumName).to.deep.equal({ name: "f" });
    expect(renamed.enums).to.deep.equal([{ name: "f", values: ["a"] }]);
  });

  it("renames a value in defaults", () => {
    const to = { name: "e", values: ["z"] };
    const changed = after(
      { kind: "alterEnum", from: { name: "e", values: ["a"] }, to, renamed: { a: "z" } },
      schema,
    );
    expect(changed.tables[0]?.columns[1]?.default).to.deep.equal({
      kind: "expression",
      sql: "'z'::e",
    });
  });
});

describe("renaming a sequence", () => {
  const counted = column("n", {
    type: { name: "integer" },
    default: { kind: "expression", sql: `nextval('billing."No"'::regclass)` },
  });
  const from = { schema: "billing", name: "No" };
  const schema = schemaOf([table("t", { columns: [counted] })], {
    sequences: [{ ...from, start: "7" }],
  });

  it("keeps what it is", () => {
    const { sequences } = after({ kind: "renameSequence", from, to: { name: "n" } }, schema);
    expect(sequences).to.deep.equal([{ name: "n", start: "7" }]);
  });

  it("takes the defaults along", () => {
    const { tables } = after({ kind: "renameSequence", from, to: { name: "n" } }, schema);
    const sql = "nextval('n'::regclass)";
    expect(tables[0]?.columns[1]?.default).to.deep.equal({ kind: "expression", sql });
  });
});

describe("applying operations", () => {
  it("puts an index on a materialized view", () => {
    const index = { name: "ix", keys: [{ column: "id" }], unique: true };
    const { views } = after({ kind: "createIndex", table: { name: "v" }, index });
    expect(views[0]?.indexes).to.deep.equal([index]);
  });

  it("marks a constraint as valid", () => {
    const check = { kind: "check", name: "ck", expression: "true", notValid: true } as const;
    const schema = schemaOf([table("t", { checks: [check] })]);
    const [valid] = after(
      { kind: "validateConstraint", table: { name: "t" }, name: "ck" },
      schema,
    ).tables;
    expect(valid?.checks).to.deep.equal([{ kind: "check", name: "ck", expression: "true" }]);
  });

  it("applies a batch one by one", () => {
    const operations: Operation[] = [
      { kind: "renameColumn", table: name, from: "age", to: "years" },
      { kind: "dropIndex", table: name, index: { name: "ix_age", keys: [], unique: false } },
    ];
    expect(after({ kind: "batchAlterTable", table: name, operations })).to.deep.equal(
      applyAll(blog, operations),
    );
  });

  it("changes nothing for statements and rows", () => {
    expect(after({ kind: "execute", sql: "anything" })).to.equal(blog);
    expect(after({ kind: "bulkInsert", table: name, rows: [] })).to.equal(blog);
    expect(after({ kind: "deleteRows", table: name, rows: [] })).to.equal(blog);
  });

  it("leaves alone what is missing when told so", () => {
    const operation: Operation = { kind: "dropTable", table: table("nobody"), ifExists: true };
    expect(after(operation)).to.deep.equal(blog);
  });
});

describe("applying an operation on what is not there", () => {
  const nobody = { name: "nobody" };
  const cases: readonly (readonly [string, Operation])[] = [
    ["UNKNOWN_TABLE", { kind: "addColumn", table: nobody, column: column("a") }],
    ["UNKNOWN_COLUMN", { kind: "dropColumn", table: name, column: column("nothing") }],
    [
      "UNKNOWN_CONSTRAINT",
      {
        kind: "dropConstraint",
        table: name,
        constraint: { kind: "unique", name: "no", columns: [] },
      },
    ],
    ["UNKNOWN_INDEX", { kind: "renameIndex", table: name, from: "no", to: "yes" }],
    ["UNKNOWN_ENUM", { kind: "dropEnum", enum: { name: "no", values: [] } }],
    [
      "UNKNOWN_VIEW",
      { kind: "dropView", view: { name: "no", definition: "", materialized: false, indexes: [] } },
    ],
    ["UNKNOWN_SEQUENCE", { kind: "dropSequence", sequence: { name: "no" } }],
    ["UNKNOWN_SCHEMA", { kind: "dropSchema", name: "no" }],
    ["UNKNOWN_EXTENSION", { kind: "dropExtension", extension: { name: "no" } }],
  ];
  for (const [code, operation] of cases) {
    it(`${operation.kind} throws ${code}`, () => {
      expect(() => after(operation))
        .to.throw()
        .with.property("code", code);
    });
  }
});
