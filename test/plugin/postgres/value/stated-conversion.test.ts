import { expect } from "chai";
import { postgres } from "../../../../plugin/postgres/index.js";
import { column } from "../../../../src/testing/build-schema.js";
import { typeNamed } from "./hard-values.js";

type Case = {
  readonly from: string;
  readonly to: string;
  readonly nullable: boolean;
  readonly using: string | undefined;
  readonly reverseUsing: string | undefined;
};

const cases: Readonly<Record<string, Case>> = {
  "an array of one": {
    from: "varchar",
    to: "varchar[]",
    nullable: false,
    using: 'ARRAY["phone"]',
    reverseUsing: '"phone"[1]',
  },
  "an array of one, or none": {
    from: "varchar",
    to: "varchar[]",
    nullable: true,
    using: 'CASE WHEN "phone" IS NOT NULL THEN ARRAY["phone"] END',
    reverseUsing: '"phone"[1]',
  },
  "an array of one converted value": {
    from: "varchar",
    to: "integer[]",
    nullable: false,
    using: 'ARRAY["phone"::integer]',
    reverseUsing: '"phone"[1]',
  },
  "the first of an array, converted": {
    from: "integer[]",
    to: "boolean",
    nullable: false,
    using: '"phone"[1] <> 0',
    reverseUsing: 'ARRAY["phone"::integer::integer]',
  },
};

describe("the conversion that a PostgreSQL revision states", () => {
  for (const [title, { from, to, nullable, using, reverseUsing }] of Object.entries(cases)) {
    it(`reads as ${title}: ${from} to ${to}`, () => {
      const ends = [from, to].map((type) => ({ ...column("phone", typeNamed(type)), nullable }));
      const [before, after] = ends;
      if (before === undefined || after === undefined) throw new Error("two ends");
      const [operation] = postgres.ddl.arrange([
        { kind: "alterColumn", table: { name: "users" }, from: before, to: after },
      ]);
      expect(operation).to.deep.include({ using, reverseUsing });
    });
  }
});
