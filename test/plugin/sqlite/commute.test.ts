import { expect } from "chai";
import fc from "fast-check";
import { sqlite } from "../../../plugin/sqlite/index.js";
import { diff } from "../../../src/diff/diff.js";
import { commutes } from "../../../src/operation/commute.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Schema } from "../../../src/schema/schema.js";
import { arbitrarySchemaPair, type Vocabulary } from "../../support/arbitrary-schema.js";
import { connectBetterSqlite } from "../../support/connection-sqlite.js";
import { normalize } from "../../support/normalize-schema.js";
import {
  canonical,
  look,
  perform,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";

const vocabulary: Vocabulary = {
  types: [
    { type: { name: "text" }, default: { kind: "value", value: "it's" } },
    { type: { name: "integer" }, default: { kind: "value", value: 7 } },
  ],
  keyTypes: [{ name: "integer" }, { name: "bigint" }],
  check: (column, variant) => `"${column}" ${variant === 0 ? "IS NOT 0" : "<> 1"}`,
  view: (columns, relation) => `SELECT ${columns.join(", ")} FROM "${relation}"`,
  where: (column) => `"${column}" IS NOT NULL`,
};

const runs = { numRuns: Number(process.env["RUNS"] ?? 8) };

/** The database after these operations have changed what was made from a schema. */
async function after(
  from: Schema,
  to: Schema,
  moved: (operations: readonly Operation[]) => readonly Operation[],
): Promise<Schema> {
  const connection = await connectBetterSqlite();
  try {
    const bench = await workbench(sqlite, connection);
    await synchronize(bench, from);
    const wanted = await canonical(bench, to);
    await perform(bench, moved(diff({ from: await look(bench), to: wanted }).operations));
    return normalize(await look(bench));
  } finally {
    await connection.close();
  }
}

/** Every second operation, at the earliest place that it commutes to. */
function moveForward(operations: readonly Operation[]): readonly Operation[] {
  const moved: Operation[] = [];
  for (const [at, operation] of operations.entries()) {
    const last = moved.findLastIndex((other) => !commutes(other, operation));
    moved.splice(at % 2 === 0 ? moved.length : last + 1, 0, operation);
  }
  return moved;
}

describe("operations that commute, on SQLite", () => {
  it("leave the same database in either order", async () => {
    const property = fc.asyncProperty(arbitrarySchemaPair(vocabulary), async ([from, to]) => {
      const [asFound, moved] = [
        await after(from, to, (all) => all),
        await after(from, to, moveForward),
      ];
      expect(moved).to.deep.equal(asFound);
    });
    await fc.assert(property, runs);
  });
});
