import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Column, Generated } from "../../../src/schema/column.js";
import { hazards } from "../../../src/operation/hazards.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import { required, schema, table } from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import {
  autogenerate,
  look,
  perform,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";

const id = (generated: Generated, type = "integer"): Column => required("id", type, { generated });
const item = (column: Column): ReturnType<typeof schema> => schema([table("item", [column])]);
const serial: Generated = { kind: "increment" };
const always: Generated = { kind: "identity", always: true };

/** The id that the next row gets. */
async function nextOf(connection: Connection): Promise<unknown> {
  const [row] = await connection.query("INSERT INTO item DEFAULT VALUES RETURNING id::text");
  return row?.["id"];
}

describe("a column that counts on PostgreSQL", () => {
  const changes: readonly (readonly [title: string, from: Column, to: Column])[] = [
    ["serial to identity", id(serial), id(always)],
    ["identity to serial", id(always), id(serial)],
    ["serial to identity, of a wider type", id(serial), id(always, "bigint")],
    [
      "identity to a sequence with a name of its own",
      id(always),
      id({ kind: "increment", sequence: { name: "numbers" } }),
    ],
  ];

  for (const [title, from, to] of changes) {
    it(`gives no number twice, there and back: ${title}`, async () => {
      await withPostgresConnection(async (connection) => {
        const bench = await workbench(postgres, connection);
        await synchronize(bench, item(from));
        for (let count = 0; count < 5; count += 1) await nextOf(connection);
        await connection.query("DELETE FROM item WHERE id > 1");
        const operations = await synchronize(bench, item(to));
        expect(await nextOf(connection)).to.equal("6");
        await connection.query("DELETE FROM item");
        await perform(bench, reverseAll(operations));
        expect(await nextOf(connection)).to.equal("7");
      });
    });
  }

  it("begins where it was told to, before its first number", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      await synchronize(bench, item(id(serial)));
      await connection.query("ALTER SEQUENCE item_id_seq RESTART WITH 500");
      await synchronize(bench, item(id(always)));
      expect(await nextOf(connection)).to.equal("500");
    });
  });

  for (const [title, counted] of [
    ["serial", id(serial)],
    ["identity", id(always)],
  ] as const) {
    it(`tells that numbers may be given again when it counts no longer, and begins behind the greatest on the way back: ${title}`, async () => {
      await withPostgresConnection(async (connection) => {
        const bench = await workbench(postgres, connection);
        await synchronize(bench, item(counted));
        for (let count = 0; count < 5; count += 1) await nextOf(connection);
        await connection.query("DELETE FROM item WHERE id > 3");
        const before = await look(bench);
        const operations = await synchronize(bench, item(required("id", "integer")));
        const codes = operations.flatMap((each) => hazards(each)).map(({ code }) => code);
        expect(codes).to.deep.equal(["DROPS_COUNTER"]);
        expect(await autogenerate(bench, item(required("id", "integer")))).to.deep.equal([]);
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
        expect(await nextOf(connection)).to.equal("4");
      });
    });
  }

  it("keeps the comment and the privileges of its sequence", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      await synchronize(bench, item(id(serial)));
      await connection.query("COMMENT ON SEQUENCE item_id_seq IS 'it''s counting'");
      await connection.query("GRANT USAGE ON SEQUENCE item_id_seq TO PUBLIC");
      const described = () =>
        connection.query(
          "SELECT relacl::text AS acl, obj_description(oid, 'pg_class') AS comment FROM pg_class WHERE oid = pg_get_serial_sequence('item', 'id')::regclass",
        );
      const before = await described();
      const operations = await synchronize(bench, item(id(always)));
      expect(await described()).to.deep.equal(before);
      await perform(bench, reverseAll(operations));
      expect(await described()).to.deep.equal(before);
    });
  });
});
