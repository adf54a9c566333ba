import * as fileSystem from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { loadEnvironment, type EnvironmentRequest } from "../../src/config/load-environment.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import type { ResolvedEnvironment } from "../../src/config/resolved-environment.js";
import { createLoader } from "../../src/loading/load-module.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { Database } from "../../src/plugin/database.js";
import { withProject, type Files } from "../support/project.js";

const reject = (): Promise<never> => Promise.reject(new Error("not here"));

const connected =
  (log: unknown[]) =>
  (dataSource: unknown): Database => {
    log.push(dataSource);
    const source = { read: reject, generatesName: () => false, generatesEnumName: () => false };
    return { source, dialect: reject, connect: reject, close: () => Promise.resolve() };
  };

type Loaded = { readonly environment: ResolvedEnvironment; readonly connected: readonly unknown[] };

function load(files: Files, change: Partial<EnvironmentRequest> = {}): Promise<Loaded> {
  return withProject({ "package.json": "{}", ...files }, async (root) => {
    const log: unknown[] = [];
    const loader = createLoader({ root });
    const config = await resolveConfig({
      cwd: root,
      env: {},
      createLoader: () => loader,
      fileSystem,
    });
    const environment = await loadEnvironment({
      config,
      cwd: root,
      command: "upgrade",
      arguments: { tenant: "a" },
      loader,
      connectDataSource: connected(log),
      fileSystem,
      ...change,
    });
    return { environment, connected: log };
  });
}

async function failure(files: Files, change?: Partial<EnvironmentRequest>): Promise<AthanorError> {
  const thrown: unknown = await load(files, change).catch((caught: unknown) => caught);
  if (thrown instanceof AthanorError) return thrown;
  throw new Error(`No AthanorError, but ${String(thrown)}`);
}

const database = `const db: any = { source: {}, dialect() {}, connect() {}, async close() {} };`;
const env = (text: string): Files => ({ "migrations/env.ts": `${database} ${text}` });

const source = `import { DataSource } from "typeorm"; export const one = new DataSource({ type: "better-sqlite3", database: "a" });`;

describe("loadEnvironment", () => {
  for (const form of [
    "({ databases: db })",
    "() => ({ databases: db })",
    "async () => ({ databases: db })",
    "Promise.resolve({ databases: db, versionTableSchema: undefined })",
  ]) {
    it(`completes what env.ts exports: ${form}`, async () => {
      const { environment } = await load(env(`export default ${form};`));
      const { databases, origin, ...rest } = environment;
      expect(origin.keys).to.include("databases");
      expect(Object.keys(databases)).to.deep.equal(["default"]);
      expect(rest).to.deep.equal({
        named: false,
        versionTable: "athanor_version",
        transaction: "all",
        lock: { timeout: 60_000 },
        lockTimeout: 3000,
        lockRetries: 5,
        compareType: true,
        compareDefault: true,
        compareComment: true,
        unmanaged: "keep",
        renames: [],
        rewrite: [],
        plugins: [],
        kinds: {},
      });
    });
  }

  const held = `{ databases: { source: {}, dialect() {}, connect() {}, async close() {} }, versionTable: "v" }`;
  const endings: Readonly<Record<string, string>> = {
    ts: `export default ${held};`,
    mts: `export default ${held};`,
    cts: `export = ${held};`,
    js: `module.exports = ${held};`,
    mjs: `export default ${held};`,
    cjs: `module.exports = async () => (${held});`,
  };
  for (const [ending, text] of Object.entries(endings)) {
    it(`reads env.${ending}`, async () => {
      const { environment } = await load({ [`migrations/env.${ending}`]: text });
      expect(environment.versionTable).to.equal("v");
    });
  }

  it("keeps the names of several databases", async () => {
    const { environment } = await load(
      env("export default { databases: { main: db, audit: db } };"),
    );
    expect(Object.keys(environment.databases)).to.deep.equal(["main", "audit"]);
    expect(environment.named).to.equal(true);
  });

  it("hands the function the command and its arguments", async () => {
    const { environment } = await load(
      env(
        "export default (context: any) => ({ databases: db, versionTable: context.arguments.tenant + context.command });",
      ),
    );
    expect(environment.versionTable).to.equal("aupgrade");
  });

  it("hands the function the tag of the command line", async () => {
    const { environment } = await load(
      env("export default (context: any) => ({ databases: db, versionTable: context.tag });"),
      { tag: "blue" },
    );
    expect(environment.versionTable).to.equal("blue");
  });

  for (const [timeout, milliseconds] of [
    [`"60s"`, 60_000],
    [`"500ms"`, 500],
    [`"1.5m"`, 90_000],
    [`"1h"`, 3_600_000],
    ["250", 250],
    ["0", 0],
  ] as const) {
    it(`reads a timeout of ${timeout}`, async () => {
      const { environment } = await load(
        env(`export default { databases: db, lock: { timeout: ${timeout} } };`),
      );
      expect(environment.lock.timeout).to.equal(milliseconds);
    });
  }

  for (const [text, lock] of [
    ["{}", { timeout: 60_000 }],
    [`{ kind: "session", lease: "5s" }`, { timeout: 60_000 }],
    [`{ kind: "row" }`, { timeout: 60_000, lease: 60_000 }],
    [`{ kind: "row", lease: "5m" }`, { timeout: 60_000, lease: 300_000 }],
  ] as const) {
    it(`reads the lock ${text}`, async () => {
      const { environment } = await load(env(`export default { databases: db, lock: ${text} };`));
      expect(environment.lock).to.deep.equal(lock);
    });
  }

  it("reads the limits of a run", async () => {
    const { environment } = await load(
      env(
        `export default { databases: db, lockTimeout: 0, statementTimeout: "10m", lockRetries: 0 };`,
      ),
    );
    const { lockTimeout, statementTimeout, lockRetries } = environment;
    expect([lockTimeout, statementTimeout, lockRetries]).to.deep.equal([0, 600_000, 0]);
  });

  it("makes a list of rewrites", async () => {
    const one = await load(env("export default { databases: db, rewrite: (all: any) => all };"));
    const two = await load(
      env("export default { databases: db, rewrite: [(all: any) => all, (all: any) => all] };"),
    );
    expect([one.environment.rewrite.length, two.environment.rewrite.length]).to.deep.equal([1, 2]);
  });

  it("takes a data source that is named instead of env.ts", async () => {
    const { environment, connected: given } = await load(
      { "db.ts": source },
      { dataSource: "db.ts#one" },
    );
    expect(Object.keys(environment.databases)).to.deep.equal(["default"]);
    expect(given).to.have.length(1);
  });

  it("lets a data source that is named stand in for the databases of env.ts, and keeps the rest", async () => {
    const files = {
      ...env(`export default { databases: { main: db }, versionTable: "v" };`),
      "db.ts": source,
    };
    const { environment } = await load(files, { dataSource: "db.ts" });
    expect(Object.keys(environment.databases)).to.deep.equal(["default"]);
    expect(environment.versionTable).to.equal("v");
  });

  it("takes a data source itself", async () => {
    const dataSource = { options: {}, createQueryRunner: () => undefined };
    const { connected: given } = await load({}, { dataSource });
    expect(given).to.deep.equal([dataSource]);
  });

  const bad: readonly (readonly [what: string, text: string, code: string, message: RegExp])[] = [
    [
      "an unknown key",
      "export default { databases: db, compareTypes: true };",
      "UNKNOWN_KEY",
      /^"compareTypes" in "\S+env\.ts" is not a key of the environment\. Did you mean "compareType"\?$/,
    ],
    [
      "an unknown key of lock",
      "export default { databases: db, lock: { timeuot: 1 } };",
      "UNKNOWN_KEY",
      /^"lock\.timeuot" in .* Did you mean "timeout"\?$/,
    ],
    [
      "no databases",
      "export default {};",
      "INVALID_VALUE",
      /^"databases" in "\S+" must be typeorm\(dataSource\), or an object of them by name; it is missing\.$/,
    ],
    [
      "a data source where a database must be",
      "export default { databases: { options: {} } };",
      "INVALID_VALUE",
      /^"databases" in "\S+" must be typeorm\(dataSource\)/,
    ],
    [
      "a transaction mode that is none",
      `export default { databases: db, transaction: "some" };`,
      "INVALID_VALUE",
      /^"transaction" in "\S+" must be "all", "each" or "none"; it is "some"\.$/,
    ],
    [
      "a timeout that is no duration",
      `export default { databases: db, lock: { timeout: "soon" } };`,
      "INVALID_VALUE",
      /^"lock\.timeout" in "\S+" must be a duration such as "60s", or a number of milliseconds; it is "soon"\.$/,
    ],
    [
      "a rewrite that is no function",
      "export default { databases: db, rewrite: [1] };",
      "INVALID_VALUE",
      /^"rewrite" in "\S+" must be a function, or a list of functions; it is \[1\]\.$/,
    ],
    [
      "nothing at all",
      "export const other = 1;",
      "INVALID_VALUE",
      /^the environment in "\S+env\.ts" must be an object; it is missing\.$/i,
    ],
    [
      "an env.ts that throws",
      `export default () => { throw new Error("no password"); };`,
      "USER_CODE_FAILED",
      /env\.ts" could not be run: no password \(\S+env\.ts:1:\d+\)$/,
    ],
  ];
  for (const [what, text, code, message] of bad) {
    it(`refuses ${what}`, async () => {
      const error = await failure(env(text));
      expect([error.code, error.message]).to.satisfy(
        () => error.code === code && message.test(error.message),
        `${error.code} ${error.message}`,
      );
    });
  }

  it("says that there is neither env.ts nor a data source", async () => {
    const error = await failure({});
    expect(error.code).to.equal("ENVIRONMENT_NOT_FOUND");
    expect(error.message).to.include(join("migrations"));
    expect(error.suggestions[0]).to.equal("athanor init");
  });
});
