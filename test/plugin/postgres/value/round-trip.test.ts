import { expect } from "chai";
import { usingValue } from "../../../../plugin/postgres/compile/using.js";
import { typeText } from "../../../../plugin/postgres/column-type.js";
import { literal } from "../../../../plugin/postgres/literal.js";
import { rowCheck } from "../../../../plugin/postgres/row-check.js";
import type { Connection, Row } from "../../../../src/plugin/connection.js";
import { column } from "../../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../../support/connection-postgres.js";
import { allTypes, hardTypes, hardValues, typeNamed } from "./hard-values.js";

/**
 * Sends one value to the other type and back as ALTER TABLE would, by assignment, and asks the row check about it
 * beforehand. What cannot be done is told in the words of the server.
 */
const travel = `
CREATE FUNCTION travel(val text, old text, new text, forward text, backward text, question text,
  OUT was text, OUT there text, OUT back text, OUT count text, OUT respelled text, OUT refusal text) AS $$
DECLARE answer record;
BEGIN
  EXECUTE format('DELETE FROM %1$I; DELETE FROM %2$I; INSERT INTO %1$I VALUES (%3$L)', old, new, val);
  EXECUTE format('SELECT v::text FROM %I', old) INTO was;
  BEGIN
    EXECUTE question INTO answer;
    count := to_json(answer) ->> 'count';
    respelled := to_json(answer) ->> 'respelled';
  EXCEPTION WHEN OTHERS THEN count := 'refused: ' || SQLERRM;
  END;
  BEGIN
    EXECUTE format('INSERT INTO %I SELECT %s FROM %I', new, forward, old);
    EXECUTE format('SELECT v::text FROM %I', new) INTO there;
    EXECUTE format('DELETE FROM %1$I; INSERT INTO %1$I SELECT %3$s FROM %2$I', old, new, backward);
    EXECUTE format('SELECT v::text FROM %I', old) INTO back;
  EXCEPTION WHEN OTHERS THEN refusal := SQLERRM;
  END;
END $$ LANGUAGE plpgsql`;

async function prepare(connection: Connection): Promise<void> {
  await connection.query("CREATE EXTENSION citext; CREATE EXTENSION hstore");
  await connection.query(
    "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE colour AS ENUM ('ok', 'red')",
  );
  await connection.query("SET timezone = 'Europe/Berlin'; SET client_min_messages = warning");
  await connection.query(travel);
  for (const type of allTypes)
    await connection.query(`CREATE TABLE "of ${type}" (v ${typeText(typeNamed(type))})`);
}

function travelsOf(connection: Connection, from: string, to: string): Promise<readonly Row[]> {
  const [old, fresh] = [typeNamed(from), typeNamed(to)];
  const question = rowCheck(
    {
      kind: "unconvertible",
      table: { name: `of ${from}` },
      from: column("v", old),
      to: column("v", fresh),
    },
    100,
  );
  const facts = [
    `of ${from}`,
    `of ${to}`,
    usingValue("v", old, fresh) ?? "v",
    usingValue("v", fresh, old) ?? "v",
    question ?? "",
  ];
  return connection.query(
    `SELECT val, ${literal(to)} AS "to", (travel(val, ${facts.map(literal).join(", ")})).* FROM unnest(${literal(hardValues(from))}::text[]) AS val`,
  );
}

type Travel = {
  readonly [Fact in "was" | "there" | "back" | "count" | "respelled" | "refusal"]: string | null;
};

/** What is wrong with the answer, for a person to read. */
function judge(travel: Travel): string | undefined {
  const { was, there, back, count, respelled } = travel;
  const isTold = count !== "0" || Number(respelled) > 0;
  const isSame = back === was;
  if (there === null) return isTold ? undefined : "refused, and not told";
  if (count?.startsWith("refused") === true) return "accepted, and the question fails";
  return isSame || isTold ? undefined : "changed, and not told";
}

/** What is wrong with the answers about values of this type. */
async function wrongAnswers(connection: Connection, from: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const to of allTypes.filter((type) => type !== from)) {
    for (const row of await travelsOf(connection, from, to)) {
      const verdict = judge(row as unknown as Travel);
      if (verdict !== undefined) wrong.push(`${verdict}: ${JSON.stringify(row)}`);
    }
  }
  return wrong;
}

describe("the values of a PostgreSQL column under another type", () => {
  const wrong = new Map<string, readonly string[]>();

  before(async function () {
    this.timeout(300_000);
    await withPostgresConnection(async (connection) => {
      await prepare(connection);
      for (const from of hardTypes) wrong.set(from, await wrongAnswers(connection, from));
    });
  });

  for (const from of hardTypes) {
    it(`of ${from} come back, or are told as changed, whatever the type`, () => {
      expect(wrong.get(from)).to.deep.equal([]);
    });
  }
});

const stated: readonly {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly using: string;
  readonly reverseUsing?: string;
  readonly values: readonly string[];
  readonly count: string;
}[] = [
  {
    title: "keeps a list that is split",
    from: "text",
    to: "text[]",
    using: `string_to_array("v", ',')::text[]`,
    values: ["a,b", "", "c"],
    count: "0",
  },
  {
    title: "keeps what its author's way back gives again",
    from: "integer",
    to: "text",
    using: `'no ' || "v"`,
    reverseUsing: `substr("v", 4)::integer`,
    values: ["1", "2"],
    count: "0",
  },
  {
    title: "keeps a number that becomes a uuid of its digits",
    from: "integer",
    to: "uuid",
    using: `lpad(to_hex("v"), 32, '0')::uuid`,
    reverseUsing: `('x' || right("v"::text, 8))::bit(32)::integer`,
    values: ["1", "-7", "2147483647"],
    count: "0",
  },
  {
    title: "counts what an author's expression makes the same",
    from: "text",
    to: "integer",
    using: "1",
    values: ["1", "a"],
    count: "1",
  },
];

describe("a conversion that is stated on PostgreSQL", () => {
  for (const { title, from, to, using, reverseUsing, values, count } of stated) {
    it(title, async () => {
      await withPostgresConnection(async (connection) => {
        await connection.query(`CREATE TABLE item (v ${from})`);
        await connection.query(
          `INSERT INTO item SELECT v::${from} FROM unnest(${literal(values)}::text[]) AS v`,
        );
        const ends = { from: column("v", typeNamed(from)), to: column("v", typeNamed(to)) };
        const ways = reverseUsing === undefined ? { using } : { using, reverseUsing };
        const question = {
          kind: "unconvertible" as const,
          table: { name: "item" },
          ...ends,
          ...ways,
        };
        const [answer] = await connection.query(rowCheck(question, 100) ?? "");
        expect(String(answer?.["count"])).to.equal(count);
      });
    });
  }
});
