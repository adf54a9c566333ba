import { expect } from "chai";
import { flagText, parseRename } from "../../src/compare/rename-option.js";
import type { Rename } from "../../src/diff/rename.js";
import { catchError } from "../support/catch-error.js";

const flags: Readonly<Record<string, Rename>> = {
  "--rename users:people": { kind: "table", from: { name: "users" }, to: { name: "people" } },
  "--rename users.name:fullName": {
    kind: "column",
    table: { name: "users" },
    from: "name",
    to: "fullName",
  },
  "--rename billing.bill.no:number": {
    kind: "column",
    table: { schema: "billing", name: "bill" },
    from: "no",
    to: "number",
  },
  [`--rename '"price.list".no:number'`]: {
    kind: "column",
    table: { name: "price.list" },
    from: "no",
    to: "number",
  },
  [`--rename '"a:b":"say ""no"""'`]: {
    kind: "table",
    from: { name: "a:b" },
    to: { name: 'say "no"' },
  },
};

describe("the flag of a rename", () => {
  for (const [flag, rename] of Object.entries(flags)) {
    it(`is ${flag}`, () => expect(flagText(rename)).to.equal(flag));
    it(`says of ${flag} what it said`, () => {
      const text = flag.slice("--rename ".length).replace(/^'(.*)'$/u, "$1");
      expect(parseRename(text)).to.deep.equal(rename);
    });
  }

  for (const text of ["", "users", "users:", ":people", "a:b:c", "a.b.c.d:e", '"a:b', 'a."b:c'])
    it(`is refused where it says ${JSON.stringify(text)}`, () => {
      const failure = catchError(() => parseRename(text));
      expect(failure.code).to.equal("MALFORMED_RENAME");
      expect(failure.message).to.match(/is no rename/);
    });
});
