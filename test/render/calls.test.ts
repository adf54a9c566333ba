import { expect } from "chai";
import type { Operation } from "../../src/operation/operation.js";
import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { Column } from "../../src/schema/column.js";
import type { ForeignKey } from "../../src/schema/constraint.js";
import { emptyTable } from "../../src/schema/table.js";
import { renderBody } from "./load-rendered.js";

const users = { name: "users" };
const email: Column = { name: "email", type: { name: "varchar", length: 255 }, nullable: false };
const bio: Column = { name: "bio", type: { name: "text" }, nullable: true };
const author: ForeignKey = {
  kind: "foreignKey",
  columns: ["authorId"],
  references: users,
  referencedColumns: ["id"],
  onDelete: "CASCADE",
  onUpdate: "NO ACTION",
};

const scenarios: readonly {
  readonly title: string;
  readonly operation: Operation;
  readonly text: string;
}[] = [
  {
    title: "a table with what differs from the default alone",
    operation: {
      kind: "createTable",
      table: {
        ...emptyTable(users),
        columns: [
          {
            name: "id",
            type: { name: "integer" },
            nullable: false,
            generated: { kind: "increment" },
          },
          email,
          bio,
        ],
        primaryKey: { kind: "primaryKey", name: "PK_users", columns: ["id"] },
        uniques: [{ kind: "unique", name: "UQ_email", columns: ["email"] }],
      },
    },
    text: `
      await op.createTable("users", {
        columns: [
          { name: "id", type: "integer", generated: "increment" },
          { name: "email", type: "varchar", length: 255 },
          { name: "bio", type: "text", nullable: true },
        ],
        primaryKey: { name: "PK_users", columns: ["id"] },
        uniques: [{ name: "UQ_email", columns: ["email"] }],
      });`,
  },
  {
    title: "indexes of a new table inside it",
    operation: {
      kind: "createTable",
      table: {
        ...emptyTable(users),
        columns: [email],
        indexes: [{ name: "IDX_email", keys: [{ column: "email" }], unique: true }],
      },
    },
    text: `
      await op.createTable("users", {
        columns: [{ name: "email", type: "varchar", length: 255 }],
        indexes: [{ name: "IDX_email", columns: ["email"], unique: true }],
      });`,
  },
  {
    title: "a dropped table by its name, with what it destroys above it",
    operation: { kind: "dropTable", table: emptyTable({ schema: "billing", name: "invoices" }) },
    text: `
      // Destroys: drops the table "billing.invoices" and its rows.
      await op.dropTable("billing.invoices");`,
  },
  {
    title: "a name that holds a dot as an object",
    operation: { kind: "renameTable", from: { name: "a.b" }, to: { schema: "c", name: "d" } },
    text: `
      await op.renameTable({ name: "a.b" }, "c.d");`,
  },
  {
    title: "an added column",
    operation: {
      kind: "addColumn",
      table: users,
      column: { ...bio, default: { kind: "expression", sql: "now()" } },
    },
    text: `
      await op.addColumn("users", {
        name: "bio",
        type: "text",
        nullable: true,
        default: () => "now()",
      });`,
  },
  {
    title: "a dropped column by its name",
    operation: { kind: "dropColumn", table: users, column: bio },
    text: `
      // Destroys: drops the column "bio" and its values. Made again, it is the last column.
      await op.dropColumn("users", "bio");`,
  },
  {
    title: "of an altered column what changes",
    operation: {
      kind: "alterColumn",
      table: users,
      from: { ...bio, comment: "About", default: { kind: "value", value: "" } },
      to: { ...bio, nullable: false },
    },
    text: `
      await op.alterColumn("users", "bio", { nullable: false, default: null, comment: null });`,
  },
  {
    title: "the whole of a changed type",
    operation: {
      kind: "alterColumn",
      table: users,
      from: { ...bio, type: { name: "numeric", precision: 8 } },
      to: { ...bio, type: { name: "numeric", precision: 10, scale: 2 } },
    },
    text: `
      await op.alterColumn("users", "bio", { type: "numeric", precision: 10, scale: 2 });`,
  },
  {
    title: "how values follow a change of type",
    operation: {
      kind: "alterColumn",
      table: users,
      from: bio,
      to: { ...bio, type: { name: "jsonb" } },
      using: '"bio"::jsonb',
    },
    text: `
      await op.alterColumn("users", "bio", { type: "jsonb" }, { using: '"bio"::jsonb' });`,
  },
  {
    title: "a foreign key",
    operation: { kind: "createConstraint", table: { name: "posts" }, constraint: author },
    text: `
      await op.createForeignKey("posts", {
        columns: ["authorId"],
        references: "users",
        referencedColumns: ["id"],
        onDelete: "CASCADE",
      });`,
  },
  {
    title: "a dropped constraint by its name",
    operation: {
      kind: "dropConstraint",
      table: { name: "posts" },
      constraint: { ...author, name: "FK_author" },
    },
    text: `
      await op.dropConstraint("posts", "FK_author");`,
  },
  {
    title: "a dropped constraint without a name by what it holds",
    operation: { kind: "dropConstraint", table: { name: "posts" }, constraint: author },
    text: `
      await op.dropConstraint("posts", { foreignKey: ["authorId"], references: "users" });`,
  },
  {
    title: "an index on expressions",
    operation: {
      kind: "createIndex",
      table: users,
      index: {
        name: "IDX_active",
        keys: [{ expression: "lower(email)" }, { column: "createdAt", descending: true }],
        unique: false,
        where: '"deletedAt" IS NULL',
      },
      concurrently: true,
    },
    text: `
      await op.createIndex("users", {
        name: "IDX_active",
        columns: [{ expression: "lower(email)" }, { column: "createdAt", descending: true }],
        where: '"deletedAt" IS NULL',
        concurrently: true,
      });`,
  },
  {
    title: "what a change may keep others from",
    operation: {
      kind: "addColumn",
      table: users,
      column: bio,
      online: true,
    },
    text: `
      await op.addColumn("users", { name: "bio", type: "text", nullable: true, online: true });`,
  },
  {
    title: "renamed values of a column",
    operation: {
      kind: "alterColumn",
      table: users,
      from: { ...bio, type: { name: "enum", values: ["x"] } },
      to: { ...bio, type: { name: "enum", values: ["y"] } },
      renamed: { x: "y" },
    },
    text: `
      await op.alterColumn("users", "bio", { type: "enum", enum: ["y"] }, { renamed: { x: "y" } });`,
  },
  {
    title: "renamed values of an enum",
    operation: {
      kind: "alterEnum",
      from: { name: "status", values: ["active"] },
      to: { name: "status", values: ["live", "gone"] },
      renamed: { active: "live" },
    },
    text: `
      await op.alterEnum("status", { values: ["live", "gone"], renamed: { active: "live" } });`,
  },
  {
    title: "SQL of several lines as it reads",
    operation: { kind: "execute", sql: "UPDATE users\n  SET a = '${b}'" },
    text: `
      await op.execute(\`UPDATE users
  SET a = '\\\${b}'\`);`,
  },
  {
    title: "a batch as a block",
    operation: {
      kind: "batchAlterTable",
      table: users,
      operations: [
        { kind: "addColumn", table: users, column: bio },
        { kind: "dropColumn", table: users, column: email },
      ],
    },
    text: `
      await op.batchAlterTable("users", async (batch) => {
        await batch.addColumn({ name: "bio", type: "text", nullable: true });
        // Destroys: drops the column "email" and its values. Made again, it is the last column.
        await batch.dropColumn("email");
      });`,
  },
  {
    title: "SQL among the values of rows as a function",
    operation: {
      kind: "deleteRows",
      table: users,
      rows: [{ id: 1, name: null, place: sqlExpression("current_schema()") }],
    },
    text: `
      await op.deleteRows("users", [{ id: 1, name: null, place: () => "current_schema()" }]);`,
  },
];

describe("the calls of a rendered file", () => {
  for (const { title, operation, text } of scenarios)
    it(`write ${title}`, async () => {
      const expected = text.replace(/\n {4}/g, "\n").slice(1);
      expect(await renderBody([operation])).to.equal(expected);
    });

  it("hand an operation of a plugin's own over as data", async () => {
    const own = { kind: "totals:refresh", view: "totals" } as const;
    expect(await renderBody([own])).to.equal(
      '  await op.invoke({ kind: "totals:refresh", view: "totals" });',
    );
  });

  it("hand what a batch cannot say over as data", async () => {
    const rename: Operation = { kind: "renameTable", from: users, to: { name: "people" } };
    const batch: Operation = { kind: "batchAlterTable", table: users, operations: [rename] };
    expect(await renderBody([batch])).to.include('await batch.invoke({ kind: "renameTable"');
  });

  it("refuse a value that no literal can say", async () => {
    const insert: Operation = { kind: "bulkInsert", table: users, rows: [{ at: new Map() }] };
    const failure = await renderBody([insert]).catch((error: unknown) => error);
    expect(failure).to.have.property("code", "UNRENDERABLE_VALUE");
  });
});
