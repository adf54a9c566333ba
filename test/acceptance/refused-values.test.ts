import { expect } from "chai";
import { AthanorError } from "../../src/error/athanor-error.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { withEntities } from "../support/versioned-entities.js";

const things = (type: string): string => `
@Entity("things")
class Thing {
  @PrimaryColumn("integer") id!: number;
  @Column(${type}, { nullable: true }) v!: any;
}
const entities = [Thing];`;

type Case = {
  readonly from: string;
  readonly to: string;
  /** As SQL: the last is the one that is refused. */
  readonly values: readonly string[];
  readonly using?: string;
  readonly code: string;
  readonly says: RegExp;
};

const cases: Readonly<Record<string, Case>> = {
  "a word that becomes a number": {
    from: `"varchar"`,
    to: `"integer"`,
    values: ["'7'", "NULL", "'abc'"],
    code: "ROWS_NOT_CONVERTIBLE",
    says: /"v" of "things" is to change from varchar to integer, and the database refuses the value 'abc': invalid input syntax for type integer/,
  },
  "a number that is too large": {
    from: `"bigint"`,
    to: `"smallint"`,
    values: ["7", "70000"],
    code: "ROWS_NOT_CONVERTIBLE",
    says: /the value '70000': smallint out of range/,
  },
  "a value that the author's conversion refuses": {
    from: `"varchar"`,
    to: `"date"`,
    values: ["'2020-01-02'", "'31.12.2020'"],
    using: `to_date("v", 'YYYY-MM-DD')`,
    code: "ROWS_NOT_CONVERTIBLE",
    says: /the value '31\.12\.2020': /,
  },
  "a conversion that names no column of the table": {
    from: `"varchar"`,
    to: `"integer"`,
    values: ["'7'"],
    using: `"w"::integer`,
    code: "CONVERSION_REFUSED",
    says: /the database refuses the conversion: column "w" does not exist/,
  },
};

async function failureOf({ from, to, values, using }: Case): Promise<unknown> {
  let failure: unknown;
  await withEntities("postgres", { before: things(from), after: things(to) }, async (own) => {
    const before = { ...own.at("before"), scriptLocation: "migrations" };
    const after = { ...own.at("after"), scriptLocation: "migrations" };
    await revision({ ...before, autogenerate: true, message: "before" });
    await upgrade(before);
    for (const [id, value] of values.entries())
      await own.query(`INSERT INTO things (id, v) VALUES (${String(id)}, ${value})`);
    const seen = await own.query("SELECT v::text AS v FROM things ORDER BY id");
    const convert = using === undefined ? [] : [`things.v=${using}`];
    await revision({ ...after, autogenerate: true, message: "after", convert });
    failure = await upgrade(after).catch((error: unknown) => error);
    expect(await own.query("SELECT v::text AS v FROM things ORDER BY id")).to.deep.equal(seen);
  });
  return failure;
}

describe("a value that PostgreSQL refuses to convert", () => {
  for (const [title, held] of Object.entries(cases)) {
    it(`stops the upgrade with the column, the value and the next step: ${title}`, async () => {
      const failure = await failureOf(held);
      if (!(failure instanceof AthanorError)) throw failure;
      expect(failure.code, failure.message).to.equal(held.code);
      expect(failure.message).to.match(held.says);
      expect(failure.message).not.to.include("athanor_");
      expect(failure.suggestions.join()).to.include("athanor upgrade");
    }).timeout(60_000);
  }
});
