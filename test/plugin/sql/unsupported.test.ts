import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import { postgres } from "../../../plugin/postgres/index.js";
import { sqlite } from "../../../plugin/sqlite/index.js";
import type { Dialect } from "../../../src/plugin/dialect.js";
import { catchError, catchRejection } from "../../support/catch-error.js";

const dialects: readonly Dialect[] = [postgres, mysql, sqlite];

describe("a value that no database holds", () => {
  for (const { name, ddl } of dialects)
    it(`is refused as a literal on ${name}`, () => {
      expect(catchError(() => ddl.literal(Symbol("a"))).code).to.equal("UNSUPPORTED_VALUE");
    });
});

describe("an enum column that names no type", () => {
  it("is refused on postgres, where enums are types of their own", async () => {
    const type = { name: "enum", values: ["a"] };
    const column = { name: "state", type, nullable: true };
    const state = () => Promise.reject(new Error("not needed"));
    const failure = await catchRejection(() =>
      postgres.ddl.compile({ kind: "addColumn", table: { name: "item" }, column }, { state }),
    );
    expect(failure.code).to.equal("UNSUPPORTED_TYPE");
  });
});
