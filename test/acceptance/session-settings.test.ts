import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { revision } from "../../src/action/revision.js";
import { upgradeScript } from "../../src/action/script.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { withEntities, type Application } from "../support/versioned-entities.js";

const versions = {
  one: String.raw`
  @Entity("item") @Check("path", "v <> 'c:\\x'") class Item {
    @PrimaryColumn() id!: number;
    @Column({ default: "a\\b", comment: "it\\s" }) v!: string;
    @Column({ type: "date", default: "2020-02-01" }) day!: string;
    @Column({ type: "bytea", default: () => "'\\x6162'" }) bytes!: Buffer;
    @Column({ type: "interval", default: "-1 day +02:03:00" }) span!: string;
    @Column({ type: "float8", default: () => "'0.30000000000000004'::float8" }) f!: number;
    @Column({ type: "varchar", array: true, default: () => "'{NULL,x}'" }) list!: string[];
  }
  const entities = [Item];`,
};

/** Every setting that gives literals another meaning, or has expressions printed in other words. */
const odd: readonly (readonly [name: string, value: string])[] = [
  ["standard_conforming_strings", "off"],
  ["array_nulls", "off"],
  ["transform_null_equals", "on"],
  ["quote_all_identifiers", "on"],
  ["bytea_output", "escape"],
  ["DateStyle", "'German, DMY'"],
  ["IntervalStyle", "sql_standard"],
  ["extra_float_digits", "-5"],
];

const stored = `SELECT v, day = DATE '2020-02-01' AS day, encode(bytes, 'hex') AS bytes,
  span = make_interval(days => -1, hours => 2, mins => 3) AS span, f = 0.1::float8 + 0.2::float8 AS f,
  list[1] IS NULL AS list, col_description('item'::regclass, 2) AS comment FROM item`;

const expected = [
  { v: "a\\b", day: true, bytes: "6162", span: true, f: true, list: true, comment: "it\\s" },
];

/** The sessions of its database begin with all of them. */
function withOddSessions(use: (application: Application) => Promise<void>): () => Promise<void> {
  return () =>
    withEntities("postgres", versions, async (application) => {
      const [row] = await application.query("SELECT current_database() AS name");
      for (const [name, value] of odd)
        await application.query(`ALTER DATABASE "${String(row?.["name"])}" SET ${name} = ${value}`);
      await use(application);
    });
}

describe("a database whose sessions read literals in another way, on PostgreSQL", () => {
  it(
    "gets every literal as it was meant, and is then without a difference",
    withOddSessions(async ({ at, query }) => {
      await revision({ ...at("one"), autogenerate: true, message: "one" });
      await upgrade(at("one"));
      await query("INSERT INTO item (id) VALUES (1)");
      expect(await query(stored)).to.deep.equal(expected);
      expect((await check(at("one"))).databases[0]?.operations).to.deep.equal([]);
    }),
  );

  it(
    "gets them so from a script too",
    withOddSessions(async ({ at, query }) => {
      await revision({ ...at("one"), autogenerate: true, message: "one" });
      const { databases } = await upgradeScript(at("one"));
      const text = databases[0]?.sql ?? "";
      for (const [name] of odd) await query(`RESET ${name}`);
      await query(text);
      await query("INSERT INTO item (id) VALUES (1)");
      expect(await query(stored)).to.deep.equal(expected);
    }),
  );

  it(
    "has the author's own SQL read as its sessions read it",
    withOddSessions(async ({ at, query }) => {
      const { path = "" } = await revision({ ...at("one"), message: "by hand", empty: true });
      const text = await readFile(path, "utf8");
      const body = String.raw`await op.execute("CREATE TABLE said AS SELECT 'a\\\\b'::text AS v"); await op.query("SELECT 1"); await op.execute("INSERT INTO said VALUES (current_setting('DateStyle'))");`;
      await writeFile(path, text.replace(/(upgrade[^{]*\{)[^}]*\}/, `$1 ${body} }`));
      await upgrade(at("one"));
      expect(await query('SELECT v FROM said ORDER BY v COLLATE "C"')).to.deep.equal([
        { v: "German, DMY" },
        { v: "a\\b" },
      ]);
    }),
  );

  it("does not let a session write that begins read-only", () =>
    withEntities("postgres", versions, async ({ at, query }) => {
      await revision({ ...at("one"), autogenerate: true, message: "one" });
      const [row] = await query("SELECT current_database() AS name");
      const name = String(row?.["name"]);
      await query(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
      const failure = await catchRejection(() => upgrade(at("one")));
      expect(failure.message).to.match(/read-only/);
      expect(failure.code).not.to.equal("DEFECT");
    }));
});
