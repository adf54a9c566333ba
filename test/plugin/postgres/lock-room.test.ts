import { expect } from "chai";
import { lockRoom } from "../../../plugin/postgres/lock-room.js";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { compileInOrder } from "../../../src/runner/compile-in-order.js";
import { emptySchema } from "../../../src/schema/schema.js";
import { emptyTable, type Table } from "../../../src/schema/table.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";

/** Those of this session, less what every transaction holds. */
async function held({ query }: Connection): Promise<number> {
  const [row] = await query(`
    SELECT count(DISTINCT (locktype, classid, objid, relation)) AS n FROM pg_locks
    WHERE pid = pg_backend_pid() AND locktype IN ('relation', 'object') AND relation IS DISTINCT FROM 'pg_locks'::regclass`);
  return Number(row?.["n"]);
}

const tables: readonly Table[] = Array.from({ length: 20 }, (_, at): Table => {
  const name = `t${String(at)}`;
  const number = { type: { name: "integer" }, nullable: false };
  return {
    ...emptyTable({ name }),
    columns: [
      { ...number, name: "id", generated: { kind: "increment" } },
      { ...number, name: "before" },
      { name: "code", type: { name: "varchar", length: 20 }, nullable: false },
      ...(at % 2 === 0 ? [{ name: "body", type: { name: "text" }, nullable: true }] : []),
    ],
    primaryKey: { kind: "primaryKey", name: `${name}_key`, columns: ["id"] },
    uniques: [{ kind: "unique", name: `${name}_code`, columns: ["code"] }],
    foreignKeys: [
      {
        ...{ kind: "foreignKey", name: `${name}_before`, columns: ["before"] },
        ...{ references: { name: `t${String(Math.max(0, at - 1))}` }, referencedColumns: ["id"] },
        ...{ onDelete: "NO ACTION", onUpdate: "NO ACTION" },
      },
    ],
    indexes: [{ name: `${name}_index`, keys: [{ column: "before" }], unique: false }],
  };
});

const makes = tables.map((table): Operation => ({ kind: "createTable", table }));
const drops = tables.toReversed().map((table): Operation => ({ kind: "dropTable", table }));

async function run(connection: Connection, operations: readonly Operation[]): Promise<number> {
  const request = { dialect: postgres, start: { ...emptySchema, tables: [] }, operations };
  await connection.begin("BEGIN");
  for (const { statements } of await compileInOrder(request)) {
    for (const sql of statements) await connection.query(sql);
  }
  const count = await held(connection);
  await connection.commit();
  return count;
}

describe("the locks of a transaction on PostgreSQL", () => {
  for (const [what, before, operations] of [
    ["makes", [], makes],
    ["drops", makes, drops],
  ] as const) {
    it(`are counted to within a fifth where it ${what} tables`, () =>
      withPostgresConnection(async (connection) => {
        if (before.length > 0) await run(connection, before);
        const locks = await run(connection, operations);
        const counted = new Set(operations.flatMap(lockRoom.lockedBy)).size;
        expect(counted / locks).to.be.within(0.95, 1.2);
      }));
  }

  it("have the room that the settings of the server give", () =>
    withPostgresConnection(async (connection) => {
      const { count, raise } = await lockRoom.slots(connection);
      expect(count).to.equal(6400);
      expect(raise(7500)).to.equal("raise max_locks_per_transaction to 75 and restart the server");
    }));
});
