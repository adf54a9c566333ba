import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { quoteText } from "../../../plugin/mysql/text/quote-text.js";
import type { Operation } from "../../../src/operation/operation.js";
import { readView, writeView } from "../../../src/operation/options/view-options.js";
import { reverse, reverseAll } from "../../../src/operation/reverse.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { itOnProduct } from "../../support/mysql-product.js";
import { createBench } from "./change-case.js";

const view = (definition: string): Extract<Operation, { kind: "createView" }> => ({
  kind: "createView",
  view: { name: "v", definition, materialized: false, indexes: [] },
});

describeOnMysql("views, sequences and databases of MySQL and MariaDB", () => {
  it("a view is made, replaced where it stepped aside, and dropped", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE item (id int, a int)");
      await connection.query("CREATE SQL SECURITY INVOKER VIEW v AS SELECT id, a FROM item");
      const bench = await createBench(connection);
      const [held] = (await bench.look()).views;
      if (held === undefined) throw new Error("There is no view.");
      const replaced = { ...view("SELECT id, b AS a FROM item").view };
      const operations: readonly Operation[] = [
        { kind: "dropView", view: held, aside: true },
        { kind: "renameColumn", table: { name: "item" }, from: "a", to: "b" },
        { kind: "createView", view: replaced, aside: true },
      ];
      await bench.run(operations);
      const [row = {}] = await connection.query("SHOW CREATE VIEW v");
      expect(String(row["Create View"]))
        .to.contain("SQL SECURITY INVOKER")
        .and.to.contain("`b` AS `a`");
      await bench.run(reverseAll(operations));
      expect((await bench.look()).views).to.deep.equal([held]);
      await bench.run([
        { kind: "dropView", view: held },
        { kind: "dropView", view: held, ifExists: true },
      ]);
      expect((await bench.look()).views).to.deep.equal([]);
    }));

  it("a view that is replaced, or dropped and written again, runs with the rights of the user it ran with", () =>
    withMysqlDatabase(async (connection) => {
      const user = `owner's_${randomBytes(4).toString("hex")}`;
      const account = `${quoteText(user)}@'%'`;
      await connection.query(`CREATE USER ${account}`);
      try {
        await connection.query("CREATE TABLE item (id int, a int)");
        await connection.query(`CREATE DEFINER=${account} VIEW v AS SELECT id, a FROM item`);
        const bench = await createBench(connection);
        const [held] = (await bench.look()).views;
        if (held === undefined) throw new Error("There is no view.");
        await bench.run([
          { kind: "dropView", view: held, aside: true },
          { kind: "createView", view: view("SELECT id FROM item").view, aside: true },
        ]);
        const [replaced] = (await bench.look()).views;
        expect(replaced?.definition).not.to.equal(held.definition);
        expect(replaced?.definer).to.equal(`${user}@%`);
        if (replaced === undefined) throw new Error("There is no view.");
        const written = readView({ name: "v" }, writeView(replaced));
        await bench.run([
          { kind: "dropView", view: replaced },
          { kind: "createView", view: written },
        ]);
        expect((await bench.look()).views).to.deep.equal([replaced]);
      } finally {
        await connection.query(`DROP USER ${account}`);
      }
    }));

  itOnProduct("a check of a column comes back as the column's own", "mariadb", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE item (id int, a int NOT NULL DEFAULT 3 CHECK (a > 0))");
      await connection.query("INSERT INTO item VALUES (1, 2)");
      const bench = await createBench(connection);
      const first = await bench.look();
      const [constraint] = first.tables[0]?.checks ?? [];
      if (constraint === undefined) throw new Error("There is no check.");
      expect(constraint.column).to.equal("a");
      const drop: Operation = { kind: "dropConstraint", table: { name: "item" }, constraint };
      await bench.run([drop]);
      expect((await bench.look()).tables[0]?.checks).to.deep.equal([]);
      await bench.run(reverseAll([drop]));
      expect(await bench.look()).to.deep.equal(first);
    }),
  );

  it("a view that is there already stays where that is allowed", () =>
    withMysqlDatabase(async (connection) => {
      const bench = await createBench(connection);
      await bench.run([view("SELECT 1 AS a"), { ...view("SELECT 2 AS a"), ifNotExists: true }]);
      expect(await connection.query("SELECT a FROM v")).to.deep.equal([{ a: 1 }]);
    }));

  it("a sequence counts on MariaDB", () =>
    withMysqlDatabase(async (connection) => {
      const bench = await createBench(connection);
      if (bench.server.product !== "mariadb") return;
      const sequence = {
        name: "s",
        start: "5",
        increment: "2",
        minimum: "1",
        maximum: "9",
        cycle: true,
      };
      await bench.run([
        { kind: "createSequence", sequence },
        { kind: "createSequence", sequence, ifNotExists: true },
      ]);
      expect(String((await connection.query("SELECT NEXTVAL(s) AS n"))[0]?.["n"])).to.equal("5");
      await bench.run([{ kind: "dropSequence", sequence }]);
    }));

  it("a sequence that changes goes on where it is on MariaDB, there and back", () =>
    withMysqlDatabase(async (connection) => {
      const bench = await createBench(connection);
      if (bench.server.product !== "mariadb") return;
      const next = async () => String((await connection.query("SELECT NEXTVAL(s) AS n"))[0]?.["n"]);
      const change: Operation = {
        kind: "alterSequence",
        from: { name: "s", cache: "1" },
        to: { name: "s", cache: "1", increment: "10", maximum: "500", start: "3", cycle: true },
      };
      await bench.run([{ kind: "createSequence", sequence: change.from }]);
      expect([await next(), await next()]).to.deep.equal(["1", "2"]);
      await bench.run([change]);
      expect([await next(), await next()]).to.deep.equal(["3", "13"]);
      await bench.run([reverse(change)]);
      expect(await next()).to.equal("23");
    }));

  it("a database is made, and not dropped while it holds tables", () =>
    withMysqlDatabase(async (connection) => {
      const bench = await createBench(connection);
      const name = `test_${randomBytes(6).toString("hex")}`;
      const held = { schema: name, name: "item" };
      const failure = await bench
        .run([
          { kind: "createSchema", name },
          { kind: "execute", sql: `CREATE TABLE ${name}.item (id int)` },
          { kind: "dropSchema", name },
        ])
        .then(
          () => "",
          (error: unknown) => String(error),
        );
      expect(failure).to.contain("SCHEMA_NOT_EMPTY");
      await bench.run([
        { kind: "renameTable", from: held, to: { name: "item" } },
        { kind: "dropSchema", name },
      ]);
      expect((await bench.look()).tables.map((table) => table.name)).to.deep.equal(["item"]);
    }));

  it("tables of two databases refer to each other", () =>
    withMysqlDatabase(async (connection) => {
      await withMysqlDatabase(async (_, other) => {
        await connection.query("CREATE TABLE item (id int PRIMARY KEY)");
        await connection.query(`CREATE TABLE ${other}.child (a int)`);
        const bench = await createBench(connection);
        await bench.call((op) =>
          op.createForeignKey(`${other}.child`, {
            name: "fa",
            columns: ["a"],
            references: "item",
            referencedColumns: ["id"],
          }),
        );
        const [row = {}] = await connection.query(`SHOW CREATE TABLE ${other}.child`);
        expect(String(row["Create Table"])).to.match(/REFERENCES `test_\w+`\.`item` \(`id`\)/);
        await connection.query(`DROP TABLE ${other}.child`);
      });
    }));
});

describeOnMysql("a change that must let others go on", () => {
  it("is made where the server can", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE item (id int PRIMARY KEY, a varchar(10))");
      const bench = await createBench(connection);
      await bench.call((op) =>
        op.batchAlterTable(
          "item",
          async (batch) => {
            await batch.addColumn({ name: "b", type: "int", nullable: true });
            await batch.alterColumn("a", { type: "varchar", length: 20 });
            await batch.createIndex({ name: "ia", columns: ["a"] });
          },
          { online: true },
        ),
      );
      expect((await bench.look()).tables[0]?.indexes.map(({ name }) => name)).to.deep.equal(["ia"]);
    }));

  itOnProduct("writes no row anew where the server need not touch one", "mysql", () =>
    withMysqlDatabase(async (connection, database) => {
      await connection.query("CREATE TABLE item (id int PRIMARY KEY)");
      const bench = await createBench(connection);
      await connection.query("INSERT INTO item VALUES (1)");
      const column = { name: "b", type: "int", nullable: true };
      await bench.call((op) =>
        op.batchAlterTable("item", (batch) => batch.addColumn(column), { online: true }),
      );
      const [row] = await connection.query(
        "SELECT TOTAL_ROW_VERSIONS AS versions FROM information_schema.INNODB_TABLES WHERE NAME = ?",
        [`${database}/item`],
      );
      expect(Number(row?.["versions"])).to.equal(1);
    }),
  );

  it("fails where the server would have copied the table", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE item (id int PRIMARY KEY, a int)");
      const bench = await createBench(connection);
      const change = bench.call((op) =>
        op.alterColumn("item", "a", { type: "varchar", length: 20 }, { online: true }),
      );
      const failure = await change.then(
        () => undefined,
        (error: unknown) => error,
      );
      expect((failure as { readonly code?: string }).code).to.match(
        /^ER_ALTER_OPERATION_NOT_SUPPORTED/,
      );
      expect((await bench.look()).tables[0]?.columns[1]?.type.name).to.equal("int");
    }));
});
