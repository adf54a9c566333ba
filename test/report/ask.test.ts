import { PassThrough } from "node:stream";
import { expect } from "chai";
import type {
  BackfillQuestion,
  BaselineQuestion,
  ConversionQuestion,
  RenameQuestion,
} from "../../src/compare/question.js";
import { askPerson } from "../../src/report/ask.js";

const choice = (old: string, score: number) => ({
  old: `users.${old}`,
  rename: { kind: "column", table: { name: "users" }, from: old, to: "fullName" } as const,
  score,
  reasons: ["same type"],
  flag: `--rename users.${old}:fullName`,
});

const question = (...candidates: readonly ReturnType<typeof choice>[]): RenameQuestion => ({
  kind: "rename",
  database: "default",
  subject: "column",
  added: "users.fullName",
  candidates,
  newFlag: "--new users.fullName",
});

/** A terminal whose keys are pressed once it shows the question. */
function terminal() {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  return {
    streams: { input, output },
    shown: () => shown,
    press: async (after: string, ...keys: readonly string[]): Promise<void> => {
      while (!shown.includes(after)) await new Promise((resolve) => setTimeout(resolve, 10));
      for (const key of keys) input.write(key);
    },
  };
}

const down = "\u001b[B";
const enter = "\r";

describe("a person at a terminal", () => {
  it("takes a rename that is likely with the return key alone", async () => {
    const { streams, press, shown } = terminal();
    const answer = askPerson(() => undefined, streams).rename(question(choice("name", 0.8)));
    await press("It is new", enter);
    expect((await answer)?.old).to.equal("users.name");
    expect(shown()).to.include('Where does the column "users.fullName" come from?');
    expect(shown()).to.include("same type");
  });

  it("takes something new with the return key alone where no rename is likely", async () => {
    const { streams, press } = terminal();
    const answer = askPerson(() => undefined, streams).rename(question(choice("name", 0.5)));
    await press("It was", enter);
    expect(await answer).to.equal(undefined);
  });

  it("reads at each answer the flag that gives it", async () => {
    const { streams, press, shown } = terminal();
    const answer = askPerson(() => undefined, streams).rename(question(choice("name", 0.8)));
    await press("It is new", enter);
    await answer;
    expect(shown()).to.include("--rename users.name:fullName").and.include("--new users.fullName");
  });

  it("chooses among several old names", async () => {
    const { streams, press } = terminal();
    const asked = question(choice("name", 0.8), choice("nick", 0.7));
    const answer = askPerson(() => undefined, streams).rename(asked);
    await press("It is new", down, enter);
    expect((await answer)?.old).to.equal("users.nick");
  });

  const backfill: BackfillQuestion = {
    kind: "backfill",
    database: "default",
    table: "users",
    column: "country",
    type: "varchar(2)",
    rows: 3,
    sampled: false,
    flag: "--backfill users.country=EXPRESSION",
  };

  it("types what the rows get that are there", async () => {
    const { streams, press, shown } = terminal();
    const answer = askPerson(() => undefined, streams).backfill(backfill);
    await press("SQL expression", "'DE'", enter);
    expect(await answer).to.equal("'DE'");
    expect(shown()).to.include("3 rows");
  });

  it("leaves the rows without a value by typing nothing", async () => {
    const { streams, press } = terminal();
    const answer = askPerson(() => undefined, streams).backfill(backfill);
    await press("SQL expression", enter);
    expect(await answer).to.equal(undefined);
  });

  const conversion: ConversionQuestion = {
    kind: "conversion",
    database: "default",
    table: "post",
    column: "tags",
    from: "text",
    to: "text[]",
    choices: [
      { as: "list", text: "a list with commas", flag: "--convert post.tags=list" },
      { as: "value", text: "one value", flag: "--convert post.tags=value" },
    ],
  };

  it("takes a text for one value with the return key alone, or chooses what else it is", async () => {
    for (const [keys, expected] of [
      [[enter], "value"],
      [[down, enter], "list"],
    ] as const) {
      const { streams, press } = terminal();
      const answer = askPerson(() => undefined, streams).conversion?.(conversion);
      await press("What is a value of it?", ...keys);
      expect(await answer).to.equal(expected);
    }
  });

  const baseline: BaselineQuestion = {
    kind: "baseline",
    database: "default",
    tables: ["a", "b", "c", "d"],
    command: 'athanor revision --baseline -m "..."',
    flag: "--no-baseline",
  };

  it("reads which tables are there before the first revision, and takes a baseline with the return key alone, or chooses otherwise", async () => {
    for (const [keys, expected] of [
      [[enter], "baseline"],
      [[down, enter], "differences"],
      [[down, down, enter], "stop"],
    ] as const) {
      const { streams, press } = terminal();
      const told: string[] = [];
      const answer = askPerson((text) => told.push(text), streams).baseline?.([baseline]);
      await press("What becomes of these tables?", ...keys);
      expect(await answer).to.equal(expected);
      expect(told.join()).to.include("has 4 tables of the entities already (a, b, c, ...)");
    }
  });

  it("sees a summary before anything is written, and may decline", async () => {
    const { streams, press } = terminal();
    const told: string[] = [];
    const difference = {
      database: "default",
      operations: ['rename column "users"."name" to "fullName"'],
      hazards: [],
      unmanaged: [],
      questions: [],
      notes: [],
    };
    const answer = askPerson((text) => told.push(text), streams).confirm([difference]);
    await press("Write this revision?", "n", enter);
    expect(await answer).to.equal(false);
    expect(told.join("\n")).to.include('rename column "users"."name" to "fullName"');
  });

  it("ends a question with Ctrl+C, in a sentence", async () => {
    const { streams, press } = terminal();
    const answer = askPerson(() => undefined, streams).rename(question(choice("name", 0.8)));
    const failure = answer.catch((error: { readonly code?: string }) => error.code);
    await press("It is new", "\u0003");
    expect(await failure).to.equal("CANCELLED");
  });
});
