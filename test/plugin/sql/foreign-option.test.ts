import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import { sqlite } from "../../../plugin/sqlite/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Dialect } from "../../../src/plugin/dialect.js";
import { emptySchema } from "../../../src/schema/schema.js";
import type { TableOptions } from "../../../src/schema/table.js";
import { catchRejection } from "../../support/catch-error.js";
import { table } from "../../support/table.js";

const cases: readonly (readonly [string, Dialect, TableOptions, string])[] = [
  ["SQLite", sqlite, { unlogged: true }, "unlogged"],
  ["PostgreSQL", postgres, { strict: true }, "strict"],
  ["PostgreSQL", postgres, { unlogged: true, engine: "InnoDB" }, "engine"],
];

describe("an option that only tables of another database have", () => {
  for (const [product, dialect, to, option] of cases) {
    it(`is refused by name: ${product}, ${option}`, async () => {
      const operation: Operation = {
        kind: "alterTableOptions",
        table: { name: "events" },
        from: {},
        to,
      };
      const state = () => Promise.resolve({ ...emptySchema, tables: [table("events")] });
      const compile = async () => dialect.ddl.compile(operation, { state });
      const { code, message } = await catchRejection(compile);
      expect(code).to.equal("UNSUPPORTED_OPERATION");
      expect(message).to.equal(`A table of ${product} has no option "${option}" ("events").`);
    });
  }
});
