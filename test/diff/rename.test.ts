import { expect } from "chai";
import { applyRenames, type Rename } from "../../src/diff/rename.js";
import { column, schema, table } from "../../src/testing/build-schema.js";
import { catchError } from "../support/catch-error.js";

const id = column("id", "integer");
const before = schema([table("users", [id, column("name", "text")]), table("old", [id])]);
const after = schema([table("people", [id, column("name", "text")]), table("old", [id])]);

const wrong: Readonly<Record<string, Rename>> = {
  "a table that is not there": { kind: "table", from: { name: "none" }, to: { name: "people" } },
  "a table that nobody wants": { kind: "table", from: { name: "users" }, to: { name: "none" } },
  "a table's name that is taken": { kind: "table", from: { name: "users" }, to: { name: "old" } },
  "a column that is not there": {
    kind: "column",
    table: { name: "old" },
    from: "none",
    to: "id",
  },
};

describe("a rename that the schemas do not bear out", () => {
  for (const [what, rename] of Object.entries(wrong))
    it(`is refused: ${what}`, () => {
      const failure = catchError(() => applyRenames(before, after, [rename]));
      expect(failure.code).to.equal("INVALID_RENAME");
      expect(failure.suggestions[0]).to.equal("athanor diff");
    });
});
