import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { AlterSequence } from "../../../src/operation/catalog-operation.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import type { Counting, Sequence } from "../../../src/schema/sequence.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import {
  autogenerate,
  look,
  perform,
  synchronize,
  workbench,
  type Workbench,
} from "../../../src/testing/workbench.js";

const numbers = (counting: Omit<Sequence, "name" | "schema">): Schema => ({
  ...emptySchema,
  sequences: [{ name: "numbers", ...counting }],
});

async function nextOf(connection: Connection): Promise<unknown> {
  const [row] = await connection.query("SELECT nextval('numbers')::text AS n");
  return row?.["n"];
}

function onBench(body: (bench: Workbench, connection: Connection) => Promise<void>): Promise<void> {
  return withPostgresConnection(async (connection) =>
    body(await workbench(postgres, connection), connection),
  );
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "nothing",
    (error: unknown) => String(error),
  );
}

describe("a sequence that stands alone on PostgreSQL", () => {
  type Change = readonly [title: string, to: Omit<Sequence, "name" | "schema">, next: string];
  const changes: readonly Change[] = [
    ["another increment", { increment: "10" }, "13"],
    ["a greatest number", { maximum: "100" }, "4"],
    ["a least number below it", { minimum: "-5" }, "4"],
    ["a cache", { cache: "20" }, "4"],
    ["a cycle", { cycle: true }, "4"],
    ["another start", { start: "500" }, "4"],
    ["a narrower type", { type: "integer" }, "4"],
    [
      "the narrowest type, with all that a sequence can have",
      {
        type: "smallint",
        increment: "2",
        minimum: "0",
        maximum: "1000",
        start: "7",
        cache: "1",
        cycle: true,
      },
      "5",
    ],
    ["a count downwards", { increment: "-1", minimum: "1", maximum: "1000" }, "2"],
  ];

  for (const [title, to, next] of changes) {
    it(`goes on where it is, there and back: ${title}`, () =>
      onBench(async (bench, connection) => {
        await synchronize(bench, numbers({}));
        for (let count = 0; count < 3; count += 1) await nextOf(connection);
        const before = await look(bench);
        const operations = await synchronize(bench, numbers(to));
        expect(operations.map(({ kind }) => kind)).to.deep.equal(["alterSequence"]);
        expect(await autogenerate(bench, numbers(to))).to.deep.equal([]);
        expect(await nextOf(connection)).to.equal(next);
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
        const [row] = await connection.query("SELECT last_value::text AS n FROM numbers");
        expect(row).to.deep.equal({ n: to.cache === "20" ? "23" : next });
      }));
  }

  it("keeps its comment, its privileges and the defaults that use it", () =>
    onBench(async (bench, connection) => {
      await synchronize(bench, numbers({}));
      await connection.query("COMMENT ON SEQUENCE numbers IS 'it''s counting'");
      await connection.query("GRANT USAGE ON SEQUENCE numbers TO PUBLIC");
      await connection.query("CREATE TABLE item (id bigint DEFAULT nextval('numbers'))");
      const described = () =>
        connection.query(
          "SELECT relacl::text AS acl, obj_description(oid, 'pg_class') AS comment FROM pg_class WHERE relname = 'numbers'",
        );
      const before = await described();
      const { tables } = await look(bench);
      const operations = await synchronize(bench, { ...numbers({ increment: "5" }), tables });
      expect(operations.map(({ kind }) => kind)).to.deep.equal(["alterSequence"]);
      expect(await described()).to.deep.equal(before);
      expect(await look(bench)).to.deep.include({ tables });
    }));

  it("is not moved where it stands outside its new bounds: the revision stops before them", () =>
    onBench(async (bench, connection) => {
      await synchronize(bench, numbers({}));
      await connection.query("SELECT setval('numbers', 500)");
      const failure = await failureOf(synchronize(bench, numbers({ maximum: "100" })));
      expect(failure).to.contain(
        'SEQUENCE_OUT_OF_BOUNDS: The sequence "numbers" is to count from 1 to 100, and it stands outside that.',
      );
      expect(await nextOf(connection)).to.equal("501");
    }));

  const alter = (from: Counting, to: Counting): AlterSequence => ({
    kind: "alterSequence",
    from: { name: "numbers", ...from },
    to: { name: "numbers", ...to },
  });
  const hazardsOf = (operation: AlterSequence) =>
    postgres.ddl.hazards?.(operation, { state: emptySchema }) ?? [];

  it("tells of bounds that may leave its position outside, with the question that decides it", () =>
    onBench(async (bench, connection) => {
      await synchronize(bench, numbers({}));
      await connection.query("SELECT setval('numbers', 500)");
      const [hazard] = hazardsOf(alter({}, { maximum: "100" }));
      expect(hazard?.code).to.equal("NARROWS_SEQUENCE");
      if (hazard?.rows === undefined || hazard.rows.kind === "inEnum")
        throw new Error("No question.");
      const { rows } = hazard;
      const ask = () => connection.query(postgres.rows.rowCheck(rows, 10) ?? "");
      expect(await ask()).to.deep.equal([{ count: "1", seen: "1" }]);
      await connection.query("SELECT setval('numbers', 100)");
      expect(await ask()).to.deep.equal([{ count: "0", seen: "1" }]);
    }));

  it("tells of nothing where the bounds grow", () => {
    expect(hazardsOf(alter({ maximum: "100" }, { maximum: "1000", cycle: true }))).to.deep.equal(
      [],
    );
  });

  it("is made with a type", () =>
    onBench(async (bench) => {
      await synchronize(bench, numbers({ type: "int2" }));
      expect((await look(bench)).sequences).to.deep.equal([{ name: "numbers", type: "smallint" }]);
    }));
});
