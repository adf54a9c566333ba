import { expect } from "chai";
import { mysql } from "../../plugin/mysql/index.js";
import { postgres } from "../../plugin/postgres/index.js";
import { sqlite } from "../../plugin/sqlite/index.js";
import type { Operations } from "../../src/operation/operations.js";
import { recordCalls } from "../../src/runner/record.js";
import { createReplay, writtenBy } from "../../src/runner/replay.js";
import { listStatements } from "../../src/runner/script.js";
import { emptySchema } from "../../src/schema/schema.js";
import { catchRejection } from "../support/catch-error.js";

type Body = (op: Operations) => Promise<void>;

const dialects = { postgres, mysql, sqlite };
type Name = keyof typeof dialects;

const revision = {
  id: "a",
  down: [],
  labels: [],
  dependsOn: [],
  message: "",
  created: "",
  path: "a.ts",
};

/** The SQL of a revision in a history that tells of no table. */
async function scriptFor(name: Name, body: Body): Promise<readonly string[]> {
  const dialect = dialects[name];
  const facts = { dialect: name, database: "default", offline: true, arguments: {} };
  const calls = await recordCalls(body, facts, "refusal");
  const replay = createReplay(emptySchema, { manner: writtenBy(dialect) });
  const known = { schema: emptySchema, notes: [], isDoubtful: false };
  const { statements } = await listStatements(
    { dialect },
    {
      step: { revision, direction: "upgrade" },
      loaded: { module: { revision: "a", upgrade: body, downgrade: body }, checksum: "" },
      items: calls.flatMap(replay.take),
      before: known,
      after: known,
      notes: [],
    },
  );
  return statements.map(({ text }) => text.replace(/;$/, ""));
}

const drops: readonly (readonly [string, Body, Readonly<Partial<Record<Name, string>>>])[] = [
  [
    "a table",
    (op) => op.dropTable("audit"),
    {
      postgres: 'DROP TABLE "audit"',
      mysql: "DROP TABLE `audit`",
      sqlite: 'DROP TABLE "audit"',
    },
  ],
  [
    "a column",
    (op) => op.dropColumn("audit", "at"),
    { postgres: 'ALTER TABLE "audit" DROP COLUMN "at"' },
  ],
  [
    "an index",
    (op) => op.dropIndex("audit", "audit_at", { concurrently: true }),
    { postgres: 'DROP INDEX CONCURRENTLY "audit_at"' },
  ],
  [
    "a constraint with a name",
    (op) => op.dropConstraint("audit", "audit_check"),
    { postgres: 'ALTER TABLE "audit" DROP CONSTRAINT "audit_check"' },
  ],
  ["a constraint without a name", (op) => op.dropConstraint("audit", { unique: ["at"] }), {}],
];

describe("a script that drops what no revision has made", () => {
  for (const [what, body, written] of drops) {
    for (const name of ["postgres", "mysql", "sqlite"] as const) {
      const sql = written[name];
      if (sql === undefined) {
        it(`is refused where ${name} needs the definition of ${what}`, async () => {
          const failure = await catchRejection(() => scriptFor(name, body));
          expect(failure.code).to.equal("STATE_UNKNOWN");
        });
      } else {
        it(`drops ${what} by its name on ${name}`, async () => {
          expect(await scriptFor(name, body)).to.deep.equal([sql]);
        });
      }
    }
  }
});
