import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { Destruction } from "../../src/runner/run-request.js";
import { withEntities } from "../support/versioned-entities.js";

const things = (type: string): string => `
@Entity("things")
class Thing {
  @PrimaryColumn("integer") id!: number;
  @Column(${type.startsWith("{") ? type.replace("{", "{ nullable: true,") : `${type}, { nullable: true }`}) v!: any;
}
const entities = [Thing];`;

type Case = {
  readonly from: string;
  readonly to: string;
  readonly values: readonly string[];
  readonly using: string;
};

const cases: Readonly<Record<string, Case>> = {
  "text to integer": {
    from: `"varchar"`,
    to: `"integer"`,
    values: ["'7'", "NULL"],
    using: `using: '"v"::integer'`,
  },
  "integer to boolean": {
    from: `"integer"`,
    to: `"boolean"`,
    values: ["0", "1"],
    using: `using: '"v" <> 0'`,
  },
  "a text to an array of texts": {
    from: `"varchar"`,
    to: `{ type: "varchar", array: true }`,
    values: ["'7'", "'a b'", "NULL"],
    using: `using: 'CASE WHEN "v" IS NOT NULL THEN ARRAY["v"] END'`,
  },
  "an array of texts to a text": {
    from: `{ type: "varchar", array: true }`,
    to: `"varchar"`,
    values: ["'{7}'", "'{\"a,b\"}'", "NULL"],
    using: `using: '"v"[1]'`,
  },
};

type Given = Pick<Case, "from" | "to" | "values"> & { readonly after?: string };

async function withThings(
  { from, to, values, after = things(to) }: Given,
  use: (
    there: object & Parameters<typeof revision>[0],
    read: () => Promise<unknown>,
  ) => Promise<void>,
): Promise<void> {
  const versions = { before: things(from), after };
  await withEntities("postgres", versions, async (application) => {
    const before = { ...application.at("before"), scriptLocation: "migrations" };
    await revision({ ...before, autogenerate: true, message: "before" });
    await upgrade(before);
    for (const [id, value] of values.entries())
      await application.query(`INSERT INTO things (id, v) VALUES (${String(id)}, ${value})`);
    await use({ ...application.at("after"), scriptLocation: "migrations" }, () =>
      application.query("SELECT v::text AS v FROM things ORDER BY id"),
    );
  });
}

describe("a change of type that PostgreSQL would not make by itself", () => {
  for (const [title, held] of Object.entries(cases)) {
    it(`states its conversion in the file, both ways, and keeps the values: ${title}`, async () => {
      await withThings(held, async (there, read) => {
        const seen = await read();
        const { text } = await revision({ ...there, autogenerate: true, message: "after" });
        expect(text).to.include(held.using);
        await upgrade(there);
        await downgrade({ ...there, target: "-1" });
        expect(await read()).to.deep.equal(seen);
      });
    }).timeout(60_000);
  }

  it("is said to be impossible when the file is written, in the server's words", async () => {
    const impossible = { from: `"jsonb"`, to: `"uuid"`, values: [`'{"a":1}'`] };
    await withThings(impossible, async (there) => {
      const { databases } = await check(there);
      const found = databases.flatMap(({ hazards }) => hazards);
      const [hazard] = found.filter(({ code }) => code === "CONVERTS_COLUMN");
      expect(hazard?.refusal).to.match(/invalid input syntax for type uuid/);
      const { text } = await revision({ ...there, autogenerate: true, sql: true });
      expect(text).to.match(/the database refused a value: invalid input syntax for type uuid/);
    });
  }).timeout(60_000);

  it("counts the values that would be cut or rounded", async () => {
    const narrowing = {
      from: `{ type: "numeric", precision: 6, scale: 2 }`,
      to: `{ type: "numeric", precision: 6, scale: 1 }`,
      values: ["1.25", "1.5"],
    };
    const versions = (options: string): string =>
      things(`"x"`).replace(`@Column("x", { nullable: true })`, `@Column(${options})`);
    const both = { before: versions(narrowing.from), after: versions(narrowing.to) };
    await withEntities("postgres", both, async (application) => {
      const before = { ...application.at("before"), scriptLocation: "migrations" };
      await revision({ ...before, autogenerate: true, message: "before" });
      await upgrade(before);
      await application.query("INSERT INTO things (id, v) VALUES (1, 1.25), (2, 1.5)");
      const there = { ...application.at("after"), scriptLocation: "migrations" };
      const { databases } = await check(there);
      const [hazard] = databases.flatMap(({ hazards }) => hazards);
      expect(hazard).to.include({ code: "NARROWS_COLUMN", rows: 1 });
    });
  }).timeout(60_000);

  it("counts the values that an enum will not hold, before its type is there", async () => {
    const options = `{ type: "enum", enum: ["a", "it's"], nullable: true }`;
    const chosen = {
      from: `"varchar"`,
      to: `"varchar"`,
      values: ["'a'", "'it''s'", "'c'", "NULL"],
    };
    const after = things(`"x"`).replace(`@Column("x", { nullable: true })`, `@Column(${options})`);
    await withThings({ ...chosen, after }, async (there) => {
      const { databases } = await check(there);
      const found = databases.flatMap(({ hazards }) => hazards);
      const [hazard] = found.filter(({ code }) => code === "CONVERTS_COLUMN");
      expect(hazard).to.include({ rows: 1 });
      expect(hazard?.refusal).to.equal(undefined);
    });
  }).timeout(60_000);

  it("loses every value where the new one cannot tell the old, and asks", async () => {
    const moments = { from: `"timestamp"`, to: `"time"`, values: ["'2020-01-02 03:04'", "NULL"] };
    await withThings(moments, async (there, read) => {
      await revision({ ...there, autogenerate: true, message: "after" });
      const asked: Destruction[] = [];
      const confirmDestruction = (destruction: Destruction): Promise<boolean> => {
        asked.push(destruction);
        return Promise.resolve(true);
      };
      await upgrade({ ...there, confirmDestruction });
      expect(asked.map(({ code, rows }) => [code, rows])).to.deep.equal([["NARROWS_COLUMN", 1]]);
      expect(await read()).to.deep.equal([{ v: "03:04:00" }, { v: null }]);
    });
  }).timeout(60_000);

  it("counts texts with commas that are to become an array, which may be lists", async () => {
    const lists = { from: `"varchar"`, to: `"varchar", { array: true }`, values: ["'a,b'", "'c'"] };
    const after = things(`"x"`).replace(
      `@Column("x", { nullable: true })`,
      `@Column("varchar", { array: true, nullable: true })`,
    );
    await withThings({ ...lists, after }, async (there) => {
      const { databases } = await check(there);
      const found = databases.flatMap(({ hazards }) => hazards);
      const [hazard] = found.filter(({ code }) => code === "CONVERTS_COLUMN");
      expect(hazard).to.include({ rows: 1, severity: "data-loss" });
    });
  }).timeout(60_000);

  it("is said to fail for every row, with another way, and is not stated in the file", async () => {
    const keys = { from: `"integer"`, to: `"uuid"`, values: ["1"] };
    await withThings(keys, async (there) => {
      const { text } = await revision({ ...there, autogenerate: true, sql: true });
      expect(text).to.include("none of them can be converted");
      expect(text).to.include("Add a new column of the new type, fill it with op.backfill");
      expect(text).to.include("--convert things.v=hex");
      expect(text).not.to.match(/using: .*::uuid/);
    });
  }).timeout(60_000);

  it("is not stated for any pair that no value survives, and said to fail", async () => {
    const pair = { from: `"date"`, to: `"boolean"`, values: ["'2020-01-02'", "NULL"] };
    await withThings(pair, async (there) => {
      const { text, databases } = await revision({ ...there, autogenerate: true, sql: true });
      expect(text).not.to.include("using:");
      const found = databases.flatMap(({ hazards }) => hazards);
      const [hazard] = found.filter(({ code }) => code === "NEVER_CONVERTS");
      expect(hazard).to.include({ rows: 1 });
    });
  }).timeout(60_000);

  it("gives numbers the uuids of their digits where that is asked for, there and back", async () => {
    for (const [type, values] of Object.entries({
      smallint: ["1", "-7"],
      integer: ["10", "-2147483648", "2147483647", "NULL"],
      bigint: ["9223372036854775807", "-1"],
    })) {
      const keys = { from: `"${type}"`, to: `"uuid"`, values };
      await withThings(keys, async (there, read) => {
        const seen = await read();
        const convert = ["things.v=hex"];
        await revision({ ...there, autogenerate: true, message: "after", convert });
        const asked: Destruction[] = [];
        const confirmDestruction = (destruction: Destruction): Promise<boolean> => {
          asked.push(destruction);
          return Promise.resolve(true);
        };
        await upgrade({ ...there, confirmDestruction });
        expect((await check(there)).clean).to.equal(true);
        await downgrade({ ...there, confirmDestruction, target: "-1" });
        expect(await read()).to.deep.equal(seen);
        expect(asked, type).to.deep.equal([]);
      });
    }
  }).timeout(120_000);
});

/** Each changes what it is given, and no cast refuses it. */
const silent: readonly (readonly [from: string, to: string, value: string])[] = [
  ["integer", "boolean", "7"],
  ["bigint", "double precision", "9007199254740993"],
  ["integer", "real", "16777217"],
  ["timestamptz", "time", "'2020-01-02 03:04+00'"],
  ["interval", "time", "'1 day 02:00'"],
  ["inet", "cidr", "'10.1.2.3/8'"],
  ["text", "date", "'2020-01-02 03:04:05'"],
  ["jsonb", "integer", "'12.6'"],
  ["numeric", "money", "1.234"],
  ["json", "jsonb", `'{"a":1,"a":2}'`],
];

describe("a change of type that changes a value and that PostgreSQL accepts", () => {
  for (const [from, to, value] of silent) {
    it(`is not run unless somebody agrees: ${from} to ${to}`, async () => {
      const given = { from: `"${from}"`, to: `"${to}"`, values: [value] };
      await withThings(given, async (there, read) => {
        const seen = await read();
        await revision({ ...there, autogenerate: true, message: "after" });
        const refused = await upgrade({
          ...there,
          confirmDestruction: () => Promise.resolve(false),
        }).catch((error: unknown) => error);
        expect(refused).to.have.property("code", "DESTRUCTION_REFUSED");
        expect(await read()).to.deep.equal(seen);
      });
    }).timeout(60_000);
  }
});
