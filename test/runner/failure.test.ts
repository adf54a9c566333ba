import { expect } from "chai";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { withDatabase, type Database, type Scenario } from "../support/run-scenario.js";

const table = (name: string): Scenario[string] => ({
  up: (op) => op.execute(`CREATE TABLE ${name} (id integer)`),
});

async function failureOf(
  { upgrade }: Database,
  scenario: Scenario,
  options: Partial<RunRequest> = {},
): Promise<AthanorError> {
  const failure: unknown = await upgrade(scenario, options).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof AthanorError) return failure;
  throw new Error(`No failure, or another: ${String(failure)}`);
}

const broken: Scenario = {
  a: table("one"),
  b: { up: (op) => op.execute("CREATE TABLE one (id)") },
};
const throwing: Scenario = {
  a: table("one"),
  b: {
    up: () => {
      throw new TypeError("a mistake of the author");
    },
  },
};

const afterwards: Readonly<Record<string, Scenario>> = {
  "a statement that fails": broken,
  "a revision that throws": throwing,
  "a revision that throws what cannot be made a text": {
    a: table("one"),
    b: {
      up: () => {
        throw Object.create(null) as Error;
      },
    },
  },
  "a revision that throws what fails when it is made a text": {
    a: table("one"),
    b: {
      up: () => {
        throw { toString: () => JSON.parse("no text") as string } as unknown as Error;
      },
    },
  },
  "a revision that returns a function instead of running it": {
    a: table("one"),
    b: { up: (() => () => undefined) as unknown as () => Promise<void> },
  },
  "an operation that names what is not there": {
    a: table("one"),
    b: { up: (op) => op.dropColumn("nowhere", "name") },
  },
  "a call that nobody awaited": {
    a: table("one"),
    b: { up: (op) => void op.execute("nonsense") },
  },
  "a failure that the author caught": {
    a: table("one"),
    b: { up: (op) => op.execute("nonsense").catch(() => undefined) },
  },
  "rows that break a foreign key": {
    a: table("one"),
    b: {
      up: async (op) => {
        await op.execute("CREATE TABLE parent (id integer PRIMARY KEY)");
        await op.execute("CREATE TABLE child (parent_id integer REFERENCES parent (id))");
        await op.execute("INSERT INTO child VALUES (7)");
      },
    },
  },
};

describe("a failed run", () => {
  for (const [name, scenario] of Object.entries(afterwards)) {
    it(`leaves the database as it was after ${name}`, () =>
      withDatabase(async (database) => {
        const before = await database.dump();
        const failure = await failureOf(database, scenario);
        expect(failure.facts["to"]).to.deep.equal([]);
        expect(await database.dump()).to.deep.equal(before);
      }));

    it(`frees the lock after ${name}`, () =>
      withDatabase(async (database) => {
        await failureOf(database, scenario);
        const result = await database.upgrade({ a: table("one") }, { lockTimeoutMilliseconds: 0 });
        expect(result.to).to.deep.equal(["a"]);
      }));
  }

  it("restores what it had prepared", () =>
    withDatabase(async (database) => {
      await failureOf(database, broken);
      const rows = await database.connection.query("PRAGMA foreign_keys");
      expect(rows).to.deep.equal([{ foreign_keys: 1 }]);
    }));

  it("says revision, operation, SQL and the database's own words", () =>
    withDatabase(async (database) => {
      const { code, facts } = await failureOf(database, broken);
      expect(code).to.equal("STATEMENT_FAILED");
      expect(facts).to.include({
        revision: "b",
        direction: "upgrade",
        path: "b.ts",
        sql: "CREATE TABLE one (id)",
        databaseMessage: "table one already exists",
        databaseCode: "SQLITE_ERROR",
      });
      expect(facts["operation"]).to.contain("CREATE TABLE one");
    }));

  it("names the line of the call that failed", () =>
    withDatabase(async (database) => {
      const { facts } = await failureOf(database, broken);
      expect(facts["stack"]).to.match(/failure\.test\.ts/);
    }));

  it("tells the author's own frames of what the author threw", () =>
    withDatabase(async (database) => {
      const { facts } = await failureOf(database, throwing);
      expect(facts["userStack"]).to.match(/^\S+ \(.*failure\.test\.ts:\d+:\d+\)(\n.*\/test\/.*)*$/);
    }));

  it("says how to take over a database that already has what a revision makes", () =>
    withDatabase(async (database) => {
      const { suggestions } = await failureOf(database, broken);
      expect(suggestions).to.deep.equal([
        "If the database has all that it makes: athanor stamp b",
        "Correct b.ts, then: athanor upgrade head",
      ]);
    }));

  it("keeps what the author threw as its cause", () =>
    withDatabase(async (database) => {
      const failure = await failureOf(database, throwing);
      expect(failure.code).to.equal("REVISION_FAILED");
      expect(failure.cause).to.be.instanceOf(TypeError);
      expect(failure.message).to.equal(
        'The upgrade of revision "b" (does b) failed: a mistake of the author. Everything was rolled back, and the database is as it was, at base.',
      );
    }));

  it("says what had been rolled back and what was not begun", () =>
    withDatabase(async (database) => {
      const { facts } = await failureOf(database, { ...broken, c: table("three") });
      expect(facts["applied"]).to.deep.equal([]);
      expect(facts["rolledBack"]).to.have.nested.property("[0].revision", "a");
      expect(facts["remaining"]).to.deep.equal(["c"]);
    }));

  it("keeps the revisions before it where each has a transaction of its own", () =>
    withDatabase(async (database) => {
      const failure = await failureOf(database, broken, { transaction: "each" });
      expect(failure.facts["applied"]).to.have.nested.property("[0].revision", "a");
      expect(failure.facts["to"]).to.deep.equal(["a"]);
      expect(failure.message).to.contain("the database is at a");
      const rows = await database.connection.query("SELECT version_num FROM athanor_version");
      expect(rows).to.deep.equal([{ version_num: "a" }]);
    }));

  it("fails with its hook", () =>
    withDatabase(async (database) => {
      const before = await database.dump();
      const onVersionApply = () => Promise.reject(new Error("the hook said no"));
      const { message } = await failureOf(database, { a: table("one") }, { onVersionApply });
      expect(message).to.contain("the hook said no");
      expect(await database.dump()).to.deep.equal(before);
    }));

  it("begins nothing where a file cannot be loaded", () =>
    withDatabase(async (database) => {
      const before = await database.dump();
      const load = () =>
        Promise.reject(new AthanorError({ code: "SYNTAX_ERROR", message: "no file" }));
      const { code } = await failureOf(database, broken, { load });
      expect(code).to.equal("SYNTAX_ERROR");
      expect(await database.dump()).to.deep.equal(before);
    }));

  it("tells what stays where no transaction was around it", () =>
    withDatabase(async (database) => {
      const failure = await failureOf(database, {
        a: {
          transaction: false,
          up: async (op) => {
            await op.execute("CREATE TABLE one (id integer)");
            await op.execute("nonsense");
          },
        },
      });
      expect(failure.facts).to.include({ keptStatements: 1 });
      expect(failure.message).to.contain("One statement of it is done and recorded");
      const log = await database.connection.query("SELECT revision, outcome FROM athanor_log");
      expect(log).to.deep.equal([{ revision: "a", outcome: "failed" }]);
    }));

  it("stops before its next statement when it is interrupted", () =>
    withDatabase(async (database) => {
      const before = await database.dump();
      const abort = new AbortController();
      const scenario: Scenario = {
        a: {
          up: async (op) => {
            await op.execute("CREATE TABLE one (id integer)");
            abort.abort();
            await op.execute("CREATE TABLE two (id integer)");
          },
        },
      };
      const { code } = await failureOf(database, scenario, { signal: abort.signal });
      expect(code).to.equal("INTERRUPTED");
      expect(await database.dump()).to.deep.equal(before);
    }));

  for (const field of ["message", "stack", "cause"]) {
    it(`is told where the ${field} of what was thrown cannot be read`, () =>
      withDatabase(async (database) => {
        const thrown = new Error("words");
        Object.defineProperty(thrown, field, {
          get: () => {
            throw new Error("no words");
          },
        });
        const scenario: Scenario = { a: { up: () => Promise.reject(thrown) } };
        const failure = await failureOf(database, scenario);
        expect(failure.code).to.equal("REVISION_FAILED");
        expect(failure.facts["revision"]).to.equal("a");
      }));
  }
});
