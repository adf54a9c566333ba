import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { stamp } from "../../src/action/stamp.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { describeOnMysql } from "../support/connection-mysql.js";
import {
  failedUpgrade,
  makesTable,
  onMysql,
  onPostgres,
  revisionOf,
  sourceOf,
  type Body,
  type Server,
} from "../support/faulty-run.js";

/** What befalls an upgrade, and what is said of it. */
type Fault = {
  readonly title: string;
  /** The administrator's statements before; `$user` is the one who upgrades. */
  readonly before?: readonly string[];
  /** What the data source says otherwise than the administrator's. */
  readonly source?: object;
  readonly body?: Body;
  readonly code: string;
  readonly says: RegExp;
  readonly suggests: RegExp;
};

let counter = 0;

/** Runs the body with a name for a user of its own, who is gone afterwards. */
async function withUser(
  { administer }: Server,
  drops: readonly string[],
  body: (name: string) => Promise<void>,
): Promise<void> {
  const name = `faulty_${process.pid}_${(counter += 1)}`;
  try {
    await body(name);
  } finally {
    for (const sql of drops) await administer(sql.replaceAll("$user", name));
  }
}

async function expectFault(server: Server, fault: Fault, user: string): Promise<void> {
  for (const sql of fault.before ?? []) await server.administer(sql.replaceAll("$user", user));
  const failure = await failedUpgrade(
    server,
    { username: user, password: "x", ...fault.source },
    fault.body,
  );
  expect(failure.code, failure.stack).to.equal(fault.code);
  expect(failure.message, failure.stack).to.match(fault.says);
  expect(failure.suggestions.join("\n")).to.match(fault.suggests);
  expect(failure.suggestions.join("\n")).to.not.contain("Correct aaaa");
}

const login = "CREATE ROLE $user LOGIN PASSWORD 'x'";
const creating = [login, "GRANT USAGE, CREATE ON SCHEMA public TO $user"];

const onPostgresFaults: readonly Fault[] = [
  {
    title: "a wrong password",
    before: [login],
    source: { password: "wrong" },
    code: "CANNOT_CONNECT",
    says: /password authentication failed/,
    suggests: /^Correct username and password of the data source$/,
  },
  {
    title: "a port at which nobody listens",
    source: { port: 1 },
    code: "CANNOT_CONNECT",
    says: /ECONNREFUSED/,
    suggests: /^Start the database server, or correct host and port/,
  },
  {
    title: "a name that does not resolve",
    source: { host: "no-such-host.invalid" },
    code: "CANNOT_CONNECT",
    says: /ENOTFOUND|EAI_AGAIN/,
    suggests: /^Correct the host of the data source/,
  },
  {
    title: "a server without TLS where the data source wants it",
    before: [login],
    source: { ssl: true },
    code: "CANNOT_CONNECT",
    says: /does not support SSL/,
    suggests: /^The server has no TLS: take `ssl`/,
  },
  {
    title: "one connection where two are needed",
    before: [...creating, "ALTER ROLE $user CONNECTION LIMIT 1"],
    code: "CANNOT_CONNECT",
    says: /too many connections for role .* A run needs two connections: .* has changed nothing/,
    suggests: /^Give this user two connections or more/,
  },
  {
    title: "no connection at all",
    before: [...creating, "ALTER ROLE $user CONNECTION LIMIT 0"],
    code: "CANNOT_CONNECT",
    says: /too many connections for role/,
    suggests: /^Free connections, or raise max_connections/,
  },
  {
    title: "a server that takes no changes, as a replica does",
    before: creating,
    body: async (op) => {
      await op.execute("SET LOCAL transaction_read_only = on");
      await makesTable(op);
    },
    code: "STATEMENT_FAILED",
    says: /read-only transaction.*it is a replica, or the transaction was made read-only/,
    suggests:
      /^Connect to the primary server, with a role that may write, then: athanor upgrade head/,
  },
  {
    title: "a role that may create nothing",
    before: [login],
    code: "STATEMENT_FAILED",
    says: /permission denied for schema public.*lacks USAGE, or CREATE, on this schema/,
    suggests: /^Let its owner run: GRANT USAGE, CREATE ON SCHEMA public TO <role>, then: athanor/,
  },
  {
    title: "a table of somebody else's",
    before: [...creating, "CREATE TABLE theirs (id integer)"],
    body: (op) => op.execute("ALTER TABLE theirs ADD more integer"),
    code: "STATEMENT_FAILED",
    says: /must be owner of table theirs/,
    suggests: /^Connect as the owner of table theirs/,
  },
  {
    title: "a version table that the role may not read",
    before: [...creating, "CREATE TABLE athanor_version (version_num varchar(255) PRIMARY KEY)"],
    code: "MISSING_RIGHT",
    says: /permission denied for table athanor_version/,
    suggests: /^Let its owner run: GRANT ALL ON athanor_version TO <role>/,
  },
  {
    title: "a statement_timeout of the role that ends a question of Athanor's own",
    before: [
      ...creating,
      "CREATE VIEW athanor_version AS SELECT 'x' AS version_num FROM pg_sleep(5)",
      "GRANT ALL ON athanor_version TO $user",
      "ALTER ROLE $user SET statement_timeout = '300ms'",
    ],
    code: "STATEMENT_TIMEOUT",
    says: /statement timeout\. statement_timeout ended it/,
    suggests: /ALTER ROLE <role> SET statement_timeout = 0/,
  },
  {
    title: "a statement_timeout of the role that ends a statement",
    before: [...creating, "ALTER ROLE $user SET statement_timeout = '200ms'"],
    body: (op) => op.execute("SELECT pg_sleep(5)"),
    code: "STATEMENT_FAILED",
    says: /statement timeout\. statement_timeout ended it/,
    suggests: /^Give statements more time \(--statement-timeout 30m/,
  },
];

const dropRole = [
  "DO $do$ BEGIN DROP OWNED BY $user; EXCEPTION WHEN undefined_object THEN NULL; END $do$",
  "DROP ROLE IF EXISTS $user",
];

describe("an upgrade of PostgreSQL that fails through nobody's revision", () => {
  for (const fault of onPostgresFaults) {
    it(`says what to do about ${fault.title}`, async () => {
      await onPostgres((server) =>
        withUser(server, dropRole, (user) => expectFault(server, fault, user)),
      );
    }).timeout(30_000);
  }
});

const account = ["CREATE USER $user@'%' IDENTIFIED BY 'x'"];

const onMysqlFaults: readonly Fault[] = [
  {
    title: "a statement that somebody ends",
    before: [...account, "GRANT ALL ON *.* TO $user@'%'"],
    body: async (op) => {
      const [row] = await op.query("SELECT CONNECTION_ID() AS id");
      await op.execute(`KILL QUERY ${Number(row?.["id"])}`);
    },
    code: "STATEMENT_FAILED",
    says: /interrupted\. Somebody else ended it \(KILL QUERY\)/,
    suggests: /^Ask who ended it, and why, then: athanor upgrade/,
  },
  {
    title: "a session that an administrator ends",
    before: [...account, "GRANT ALL ON *.* TO $user@'%'"],
    body: async (op) => {
      const [row] = await op.query("SELECT CONNECTION_ID() AS id");
      await op.execute(`KILL ${Number(row?.["id"])}`);
      await op.execute("SELECT 1");
    },
    code: "STATEMENT_FAILED",
    says: /The server was stopped or restarted, or an administrator ended the session|The connection to the server is lost/,
    suggests: /^See that the server is up and .*, then: athanor upgrade/,
  },
  {
    title: "a user that may create nothing",
    before: [...account, "GRANT SELECT ON *.* TO $user@'%'"],
    code: "STATEMENT_FAILED",
    says: /CREATE command denied to user .*The user lacks the right CREATE/,
    suggests:
      /^Let an administrator run: GRANT CREATE ON \S*athanor_version\S* TO 'faulty_\S+, then: athanor/,
  },
  {
    title: "a wrong password",
    before: account,
    source: { password: "wrong" },
    code: "CANNOT_CONNECT",
    says: /Access denied for user/,
    suggests: /^Correct username and password of the data source$/,
  },
  {
    title: "one connection where two are needed",
    before: [
      ...account,
      "GRANT ALL ON *.* TO $user@'%'",
      "ALTER USER $user@'%' WITH MAX_USER_CONNECTIONS 1",
    ],
    code: "CANNOT_CONNECT",
    says: /max_user_connections.* A run needs two connections: .* has changed nothing/,
    suggests: /^Give this user two connections or more/,
  },
];

describeOnMysql("an upgrade of MySQL or MariaDB that fails through nobody's revision", () => {
  for (const fault of onMysqlFaults) {
    it(`says what to do about ${fault.title}`, async () => {
      await onMysql((server) =>
        withUser(server, ["DROP USER IF EXISTS $user@'%'"], (user) =>
          expectFault(server, fault, user),
        ),
      );
    }).timeout(30_000);
  }
});

const readingRights: readonly (Pick<Fault, "title" | "before" | "suggests"> & {
  readonly on: typeof onPostgres;
  readonly drop: readonly string[];
})[] = [
  {
    title: "a role without USAGE on the schema of the version table",
    on: onPostgres,
    before: [login, "REVOKE USAGE ON SCHEMA public FROM PUBLIC"],
    drop: dropRole,
    suggests: /^Let its owner run: GRANT USAGE ON SCHEMA "public" TO faulty_/,
  },
  {
    title: "a role that may not read the version table",
    on: onPostgres,
    before: [login],
    drop: dropRole,
    suggests: /^Let its owner run: GRANT ALL ON athanor_version TO <role>/,
  },
];

const readingRightsOnMysql: typeof readingRights = [
  {
    title: "a user without a right on the version table",
    on: onMysql,
    before: [...account, "CREATE TABLE theirs (id integer)", "GRANT SELECT ON theirs TO $user@'%'"],
    drop: ["DROP USER IF EXISTS $user@'%'"],
    suggests: /^Let an administrator run: GRANT SELECT ON \S*athanor_version\S* TO 'faulty_/,
  },
];

function tellsMissingRight({
  title,
  on,
  before = [],
  drop,
  suggests,
}: (typeof readingRights)[number]) {
  for (const [command, action] of Object.entries({ current, check })) {
    it(`is told by ${command} which right is missing: ${title}`, async () => {
      await on((server) =>
        withUser(server, drop, async (user) => {
          await upgrade({ dataSource: sourceOf(server), modules: [revisionOf(makesTable)] });
          for (const sql of before) await server.administer(sql.replaceAll("$user", user));
          const dataSource = sourceOf(server, { username: user, password: "x" });
          const options = { dataSource, modules: [revisionOf(makesTable)] };
          const failure = await catchRejection(() => action(options));
          expect(failure.code).to.equal("MISSING_RIGHT");
          expect(failure.suggestions.join("\n")).to.match(suggests);
        }),
      );
    }).timeout(30_000);
  }
}

describe("a version table of PostgreSQL that may not be read", () => {
  readingRights.forEach(tellsMissingRight);
});

describeOnMysql("a version table of MySQL or MariaDB that may not be read", () => {
  readingRightsOnMysql.forEach(tellsMissingRight);
});

describe("a stamp that the database refuses", () => {
  it("says what is missing, and that the version rows are as they were", async () => {
    await onPostgres((server) =>
      withUser(server, dropRole, async (user) => {
        await server.administer(login.replace("$user", user));
        const dataSource = sourceOf(server, { username: user, password: "x" });
        const options = { dataSource, modules: [revisionOf(makesTable)], targets: ["head"] };
        const failure = await catchRejection(() => stamp(options));
        expect(failure.code).to.equal("MISSING_RIGHT");
        expect(failure.message).to.contain("The version rows are as they were.");
        expect(failure.suggestions.join()).to.contain("GRANT USAGE, CREATE ON SCHEMA public");
      }),
    );
  });
});

describe("a comparison with PostgreSQL whose role has a statement_timeout", () => {
  it("names the setting where reading the catalog takes longer", () =>
    onPostgres((server) =>
      withUser(server, dropRole, async (user) => {
        const source = sourceOf(server);
        await source.initialize();
        const holder = source.createQueryRunner();
        try {
          for (const sql of [
            ...creating,
            "CREATE TABLE busy (id integer)",
            "CREATE VIEW waiting AS SELECT id FROM busy",
            "GRANT ALL ON busy, waiting TO $user",
            "ALTER ROLE $user SET statement_timeout = '500ms'",
          ])
            await server.administer(sql.replaceAll("$user", user));
          await holder.startTransaction();
          // Who prints the view waits for its table.
          await holder.query("LOCK TABLE busy IN ACCESS EXCLUSIVE MODE");
          const dataSource = sourceOf(server, { username: user, password: "x" });
          const failure = await catchRejection(() => check({ dataSource, modules: [] }));
          expect(failure.code, failure.stack).to.equal("STATEMENT_TIMEOUT");
          expect(failure.message).to.match(/statement timeout\. statement_timeout ended it/);
          expect(String(failure.facts["sql"])).to.contain("pg_get_viewdef");
          expect(failure.suggestions.join("\n")).to.match(
            /ALTER ROLE <role> SET statement_timeout = 0/,
          );
        } finally {
          await holder.rollbackTransaction();
          await source.destroy();
        }
      }),
    )).timeout(30_000);
});
