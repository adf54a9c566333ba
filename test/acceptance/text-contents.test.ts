import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { revision, type RevisionResult } from "../../src/action/revision.js";
import type { ProjectOptions } from "../../src/project/project.js";
import type { Ask } from "../../src/draft/ask.js";
import type { ConversionQuestion } from "../../src/compare/question.js";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { upgrade } from "../../src/action/upgrade.js";
import { codeOf } from "../support/code-of.js";
import { withEntities } from "../support/versioned-entities.js";

const posts = (type: string): string => `
@Entity("post")
class Post {
  @PrimaryColumn("integer") id!: number;
  @Column(${type}) tags!: any;
}
const entities = [Post];`;

const nullable = (type: string, more = ""): string => `"${type}", { nullable: true${more} }`;
const array = (type: string, more = ""): string => nullable(type, `, array: true${more}`);

type Given = {
  readonly before: string;
  readonly after: string;
  /** As SQL. */
  readonly values: readonly string[];
};

type Place = Pick<ProjectOptions, "dataSource" | "scriptLocation"> & { readonly cwd: string };

async function withPosts(
  { before, after, values }: Given,
  use: (there: Place, read: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const versions = { before: posts(before), after: posts(after) };
  await withEntities("postgres", versions, async (application) => {
    const first = { ...application.at("before"), scriptLocation: "migrations" };
    await revision({ ...first, autogenerate: true, message: "before" });
    await upgrade(first);
    for (const [id, value] of values.entries())
      await application.query(`INSERT INTO post (id, tags) VALUES (${String(id)}, ${value})`);
    const there = { ...application.at("after"), scriptLocation: "migrations" };
    await use(there, async () => {
      const rows = await application.query(`SELECT "tags"::text AS v FROM post ORDER BY id`);
      return rows.map(({ v }) => v);
    });
  });
}

type Known = Given & { readonly there: readonly (string | null)[]; readonly using: string };

const lists = ["'a,b'", "'c'", "''", "NULL"];

const known: Readonly<Record<string, Known>> = {
  "a simple-array that becomes an array": {
    before: nullable("simple-array"),
    after: array("varchar"),
    values: lists,
    there: ["{a,b}", "{c}", "{}", null],
    using: `string_to_array("tags", ',')::varchar[]`,
  },
  "a simple-array of numbers that becomes an array of integers": {
    before: nullable("simple-array"),
    after: array("integer"),
    values: ["'1,2'", "'3'", "''"],
    there: ["{1,2}", "{3}", "{}"],
    using: `string_to_array("tags", ',')::integer[]`,
  },
  "a simple-array that becomes jsonb": {
    before: nullable("simple-array"),
    after: nullable("jsonb"),
    values: [...lists, `'it''s,"so"'`],
    there: [`["a", "b"]`, `["c"]`, "[]", null, String.raw`["it's", "\"so\""]`],
    using: `to_jsonb(string_to_array("tags", ','))`,
  },
  "a simple-json that becomes json": {
    before: nullable("simple-json"),
    after: nullable("json"),
    values: [`'{"a":"b,c"}'`, "'[1,2]'", "NULL"],
    there: [`{"a":"b,c"}`, "[1,2]", null],
    using: `'"tags"::json'`,
  },
  "a simple-json that becomes an array": {
    before: nullable("simple-json"),
    after: array("text"),
    values: [`'["a","b,c"]'`, "'[]'", String.raw`'["it''s \"so\""]'`, "NULL"],
    there: [`{a,"b,c"}`, "{}", String.raw`{"it's \"so\""}`, null],
    using: `('{' || btrim("tags", '[] ') || '}')::text[]`,
  },
  "an array that becomes a simple-array": {
    before: array("text"),
    after: nullable("simple-array"),
    values: ["'{a,b}'", "'{c}'", "'{}'", "NULL"],
    there: ["a,b", "c", "", null],
    using: `array_to_string("tags", ',')`,
  },
  "an array that becomes a simple-json": {
    before: array("text"),
    after: nullable("simple-json"),
    values: [`'{a,"b,c"}'`, "'{}'", "NULL"],
    there: [`["a","b,c"]`, "[]", null],
    using: `'array_to_json("tags")::text'`,
  },
};

/** A revision file, the strings in it as they are. */
const unescaped = (text = ""): string => text.replaceAll(/\\(["'])/g, "$1");

describe("what TypeORM keeps in a text of PostgreSQL", () => {
  for (const [title, held] of Object.entries(known)) {
    it(`is converted as TypeORM reads it, there and back: ${title}`, async () => {
      await withPosts(held, async (there, read) => {
        const seen = await read();
        const { text, databases } = await revision({ ...there, autogenerate: true, message: "x" });
        expect(unescaped(text)).to.include(held.using);
        const [database] = databases;
        expect(database?.questions).to.deep.equal([]);
        const losing = database?.hazards.filter(({ rows = 0 }) => rows > 0);
        expect(losing).to.deep.equal([]);
        await upgrade(there);
        expect(await read()).to.deep.equal(held.there);
        expect((await check(there)).clean).to.equal(true);
        await downgrade({ ...there, target: "-1" });
        expect(await read()).to.deep.equal(seen);
      });
    }).timeout(60_000);
  }

  it("is remembered beside env.ts when a revision is written", async () => {
    const given = { before: nullable("simple-array"), after: array("text"), values: [] };
    await withPosts(given, async ({ cwd }) => {
      const path = join(cwd, "migrations", "entity-names.json");
      const names = JSON.parse(await readFile(path, "utf8")) as unknown;
      expect(names).to.nested.include({ "default.contents.post\\.tags": "list" });
    });
  }).timeout(60_000);
});

const unknown = { before: nullable("text"), after: array("text") };

function writing(there: Place, more: object = {}): Promise<RevisionResult> {
  return revision({ ...there, autogenerate: true, message: "x", ...more });
}

describe("a text of PostgreSQL that becomes an array, where nobody knows what it holds", () => {
  const texts = ["'a,b'", "'Smith, John'"];

  it("is split where every value has parts with commas between them, and that is told", async () => {
    await withPosts({ ...unknown, values: ["'a,b'", "'c,d'", "''"] }, async (there, read) => {
      const { text, databases } = await writing(there);
      expect(unescaped(text)).to.include(`string_to_array("tags", ',')::text[]`);
      expect(databases[0]?.notes.join()).to.include("--convert post.tags=value");
      await upgrade(there);
      expect(await read()).to.deep.equal(["{a,b}", "{c,d}", "{}"]);
    });
  }).timeout(60_000);

  it("is read as JSON where every value is a list in brackets", async () => {
    await withPosts({ ...unknown, values: [`'["a","b"]'`, "'[]'"] }, async (there, read) => {
      await writing(there);
      await upgrade(there);
      expect(await read()).to.deep.equal(["{a,b}", "{}"]);
    });
  }).timeout(60_000);

  it("is an open question where only some values may be lists, with the flag for each answer", async () => {
    await withPosts({ ...unknown, values: texts }, async (there) => {
      const { text, databases } = await writing(there, { sql: true });
      const flags = databases[0]?.questions.flatMap((question) =>
        question.kind === "conversion" ? question.choices.map(({ flag }) => flag) : [],
      );
      expect(flags).to.deep.equal(
        ["list", "json", "array", "value"].map((as) => `--convert post.tags=${as}`),
      );
      expect(text).to.include("--convert post.tags=list");
    });
  }).timeout(60_000);

  it("writes nothing while the question is open and --strict is given", async () => {
    await withPosts({ ...unknown, values: texts }, async (there) => {
      expect((await writing(there, { strict: true })).written).to.equal(false);
    });
  }).timeout(60_000);

  it("is no question where no value has a comma", async () => {
    await withPosts({ ...unknown, values: ["'a'", "'b c'"] }, async (there, read) => {
      expect((await writing(there)).databases[0]?.questions).to.deep.equal([]);
      await upgrade(there);
      expect(await read()).to.deep.equal(["{a}", '{"b c"}']);
    });
  }).timeout(60_000);

  const answers: Readonly<Record<string, readonly string[]>> = {
    list: ["{a,b}", '{Smith," John"}'],
    value: ['{"a,b"}', '{"Smith, John"}'],
    [`regexp_split_to_array("tags", ', ?')`]: ["{a,b}", "{Smith,John}"],
  };

  for (const [answer, expected] of Object.entries(answers)) {
    it(`is converted as --convert says: ${answer}`, async () => {
      await withPosts({ ...unknown, values: texts }, async (there, read) => {
        const { databases } = await writing(there, { convert: [`post.tags=${answer}`] });
        expect(databases[0]?.questions).to.deep.equal([]);
        await upgrade(there);
        expect(await read()).to.deep.equal(expected);
      });
    }).timeout(60_000);
  }

  it("is converted as a person answers at a terminal", async () => {
    const asked: ConversionQuestion[] = [];
    const ask: Ask = {
      rename: () => Promise.resolve(undefined),
      backfill: () => Promise.resolve(undefined),
      conversion: (question) => {
        asked.push(question);
        return Promise.resolve("list");
      },
      confirm: () => Promise.resolve(true),
    };
    await withPosts({ ...unknown, values: texts }, async (there, read) => {
      await writing(there, { ask });
      expect(asked.map(({ column, from, to }) => [column, from, to])).to.deep.equal([
        ["tags", "text", "text[]"],
      ]);
      await upgrade(there);
      expect(await read()).to.deep.equal(["{a,b}", '{Smith," John"}']);
    });
  }).timeout(60_000);

  it("takes no conversion of a column whose type stays", async () => {
    await withPosts({ ...unknown, values: texts }, async (there) => {
      const stray = writing(there, { convert: ["post.id=list"] });
      expect(await codeOf(stray)).to.equal("UNUSED_CONVERSION");
      const malformed = writing(there, { convert: ["tags"] });
      expect(await codeOf(malformed)).to.equal("MALFORMED_CONVERSION");
    });
  }).timeout(60_000);
});

describe("a text of PostgreSQL that becomes jsonb, where nobody knows what it holds", () => {
  it("is an open question where a value is no JSON", async () => {
    const given = { before: nullable("text"), after: nullable("jsonb"), values: ["'a'", "'{}'"] };
    await withPosts(given, async (there, read) => {
      const { databases } = await writing(there, { sql: true });
      expect(databases[0]?.questions.map(({ kind }) => kind)).to.deep.equal(["conversion"]);
      await writing(there, { convert: ["post.tags=value"] });
      await upgrade(there);
      expect(await read()).to.deep.equal(['"a"', '"{}"']);
    });
  }).timeout(60_000);
});
