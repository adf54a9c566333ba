import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import type { Operations } from "../../../src/operation/operations.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { itOnProduct } from "../../support/mysql-product.js";
import { createBench } from "./change-case.js";

/** What MariaDB has none of, or writes otherwise. */
const table = [
  "`id` int NOT NULL AUTO_INCREMENT",
  "a varchar(40) DEFAULT (concat('é–🎉','it''s \\\\')) COMMENT 'it''s'",
  "bytes varbinary(9) DEFAULT 0x00FF41",
  "fixed binary(4) NOT NULL DEFAULT 'ab'",
  "cheer varchar(9) NOT NULL DEFAULT '🎉'",
  "uid char(36) DEFAULT (uuid())",
  "j json DEFAULT (json_object('a', 'é'))",
  "place point NOT NULL SRID 4326",
  "old varchar(9) CHARACTER SET utf8mb3",
  "filled int(6) zerofill INVISIBLE",
  "total varchar(60) AS (concat(cheer, 'ß', 'it''s')) STORED NOT NULL",
  "twice varchar(60) AS (concat(a, a)) VIRTUAL",
  "PRIMARY KEY (id)",
  "UNIQUE KEY a_unique ((upper(`a`)), `cheer` DESC)",
  "KEY b_hidden (a(5)) COMMENT 'why' INVISIBLE",
  "KEY c_members ((CAST(j->'$.ids' AS UNSIGNED ARRAY)))",
  "SPATIAL KEY d_place (place)",
  "FULLTEXT KEY e_text (a) WITH PARSER ngram",
  "CONSTRAINT f_check CHECK (a <> 'é\\\\🎉') NOT ENFORCED",
];

const create = `CREATE TABLE item (${table.join(", ")}) COLLATE utf8mb4_0900_ai_ci COMMENT 'it''s'`;

const rows = [
  "INSERT INTO item (a, bytes, place) VALUES ('é\\\\🎉', X'00', ST_SRID(POINT(1, 2), 4326))",
  "INSERT INTO item (place) VALUES (ST_SRID(POINT(3, 4), 4326))",
];

const read = "SELECT *, filled, HEX(bytes) FROM item ORDER BY id";

type Change = {
  readonly title: string;
  readonly calls: (op: Operations) => Promise<void>;
  /** No row outlasts it. */
  readonly empties?: boolean;
};

const changes: readonly Change[] = [
  { title: "the table dropped", calls: (op) => op.dropTable("item"), empties: true },
  {
    title: "another default, and others said again with it",
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.alterColumn("a", { comment: "else" });
        await batch.alterColumn("bytes", { comment: "else" });
        await batch.alterColumn("fixed", { nullable: true });
        await batch.alterColumn("cheer", { comment: "else" });
        await batch.alterColumn("uid", { comment: "else" });
        await batch.alterColumn("j", { comment: "else" });
        await batch.alterColumn("place", { comment: "else" });
        await batch.alterColumn("old", { length: 20 });
        await batch.alterColumn("filled", { comment: "else" });
        await batch.alterColumn("total", { comment: "else" });
      }),
  },
  {
    title: "a computed column under another expression",
    calls: (op) => op.alterColumn("item", "total", { asExpression: "concat(a, 'ü')" }),
  },
  {
    title: "every index and check dropped",
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        for (const name of ["a_unique", "b_hidden", "c_members", "d_place", "e_text"]) {
          await batch.dropIndex(name);
        }
        await batch.dropConstraint("f_check");
      }),
  },
  {
    title: "a renamed index and a renamed check",
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.renameIndex("c_members", "cc");
        await batch.renameConstraint("f_check", "fc");
      }),
  },
  {
    title: "another collation of the table",
    calls: (op) => op.alterTableOptions("item", { collation: "utf8mb4_bin" }),
  },
];

describeOnMysql("what only MySQL has", () => {
  for (const { title, calls, empties = false } of changes) {
    itOnProduct(`is as it was after the way there and back of ${title}`, "mysql", () =>
      withMysqlDatabase(async (connection) => {
        for (const sql of [create, ...rows]) await connection.query(sql);
        const [shown, held] = [await showItem(connection), await connection.query(read)];
        const bench = await createBench(connection);
        const seen = await bench.look();
        const { operations } = await bench.call(calls);
        expect(operations).not.to.deep.equal([]);
        if (!empties) expect(await showItem(connection)).not.to.deep.equal(shown);
        await bench.run(reverseAll(operations));
        expect(await showItem(connection)).to.deep.equal(shown);
        expect(await bench.look()).to.deep.equal(seen);
        expect(await connection.query(read)).to.deep.equal(empties ? [] : held);
      }),
    );
  }
});

describeOnMysql("Athanor's own tables", () => {
  itOnProduct("have a primary key each, where no table may do without", "mysql", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("SET SESSION sql_require_primary_key = ON");
      const { create, expect: weigh } = mysql.store;
      const own = { version: { name: "v" }, log: { name: "l" }, journal: { name: "j" } };
      const statements = [...create(own), ...weigh(own, [])];
      for (const { sql, parameters } of statements) await connection.query(sql, parameters);
      const tables = await connection.query("SHOW TABLES");
      expect(tables).to.have.length(3);
    }),
  );
});

/** The lines of the table's definition, the order of its indexes left out. */
async function showItem(connection: Connection): Promise<readonly string[]> {
  const [row = {}] = await connection.query("SHOW CREATE TABLE item");
  const text = String(row["Create Table"]).replace(/ AUTO_INCREMENT=\d+/, "");
  const lines = text.split("\n").map((line) => line.replace(/,$/, ""));
  const isIndex = (line: string): boolean => /^ *(?:UNIQUE |SPATIAL |FULLTEXT )?KEY /.test(line);
  return [...lines.filter((line) => !isIndex(line)), ...lines.filter(isIndex).sort()];
}
