import { join } from "node:path";
import { expect } from "chai";
import type { DataSourceOptions } from "typeorm";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { diff } from "../../src/action/diff.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { mysqlServer, withMysqlDatabase } from "../support/connection-mysql.js";
import { withCommandLine, type CommandLine } from "../support/command-line.js";
import { killEverywhere } from "../support/kill-everywhere.js";
import { withPostgresDatabase } from "../support/postgres.js";
import { describeOnProducts, type AnyProduct } from "../support/versioned-entities.js";

const names = ["main", "audit", "other"] as const;

const sourceText = (options: DataSourceOptions): string => `
import { join } from "node:path";
import { Column, DataSource, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
@Entity("things") class Thing {
  @PrimaryGeneratedColumn() id!: number;
  @Index("by_name") @Column("varchar", { length: 20 }) name!: string;
}
const options = ${JSON.stringify(options)} as any;
if (options.type === "better-sqlite3") options.database = join(import.meta.dirname, options.database);
export default new DataSource({ ...options, entities: [Thing] });
`;

const environment = `
import { typeorm } from "athanor/typeorm";
${names.map((name) => `import ${name} from "../${name}.js";`).join("\n")}
export default { databases: { ${names.map((name) => `${name}: typeorm(${name})`).join(", ")} } };
`;

function withThree(
  product: AnyProduct,
  use: (options: readonly DataSourceOptions[]) => Promise<void>,
): Promise<void> {
  if (product === "better-sqlite3")
    return use(names.map((name) => ({ type: product, database: `${name}.sqlite` })));
  const next = (found: readonly DataSourceOptions[]): Promise<void> => {
    if (found.length === names.length) return use(found);
    if (product === "postgres")
      return withPostgresDatabase(({ user: username, ...given }) =>
        next([...found, { type: product, username, ...given }]),
      );
    const { user: username, ...server } = mysqlServer;
    return withMysqlDatabase((_, database) =>
      next([...found, { type: product, username, ...server, database }]),
    );
  };
  return next([]);
}

function withProject(
  product: AnyProduct,
  use: (project: CommandLine) => Promise<void>,
): Promise<void> {
  return withThree(product, (options) => {
    const sources = options.map((each, at) => [`${names[at]}.ts`, sourceText(each)]);
    const files = {
      "package.json": `{ "type": "module" }`,
      "migrations/env.ts": environment,
      ...Object.fromEntries(sources),
    };
    return withCommandLine(files, use);
  });
}

const two = ["--database", "main", "--database", "audit"];
const preload = `--import=${join(import.meta.dirname, "../support/kill-preload.mjs")}`;

/** The second database's own table is made, and dropped, with the first one done; `all`: at each statement, until it lives. */
const patterns = { upgrade: "^CREATE TABLE .things", downgrade: "^DROP TABLE .things" } as const;

/** Kills the command at one of its statements; false where it lived. */
async function kill(
  { athanorWith }: CommandLine,
  at: string,
  ...args: readonly string[]
): Promise<boolean> {
  const { code, stderr } = await athanorWith(
    { NODE_OPTIONS: preload, KILL_AT: at, KILL_MATCH: "2" },
    ...args,
    "--allow-destructive",
    ...two,
  );
  expect(code, stderr).to.be.oneOf([0, 137]);
  return code === 137;
}

async function placesAt(cwd: string): Promise<readonly (readonly string[])[]> {
  const { databases } = await current({ cwd });
  return databases.map(({ revisions }) => revisions.map((each) => each.revision));
}

describeOnProducts(
  (product) => `two databases of three, named, on ${product}`,
  (product) => {
    it("are both where they should be after a process was killed on the way and another came", () =>
      withProject(product, async (project) => {
        const cwd = project.folder;
        const at = { cwd, database: ["main", "audit"] };
        await revision({ cwd, autogenerate: true, revId: "aaaa" });
        for (let count = 1, died = true; died; count++) {
          died = false;
          for (const direction of ["upgrade", "downgrade"] as const) {
            const target = { upgrade: "head", downgrade: "base" }[direction];
            const point = killEverywhere ? String(count) : patterns[direction];
            died = (await kill(project, point, direction, target)) || died;
            await { upgrade, downgrade }[direction]({ ...at, target, allowDestructive: true });
            const place = { upgrade: ["aaaa"], downgrade: [] }[direction];
            expect(await placesAt(cwd), `killed at ${point}`).to.deep.equal([place, place, []]);
            if (direction === "upgrade") expect((await check(at)).clean).to.equal(true);
            else {
              const { databases } = await diff(at);
              for (const { operations } of databases)
                expect(operations[0]).to.include(`table "things"`);
            }
          }
          expect(died || count > 1, "somebody died").to.equal(true);
          died &&= killEverywhere;
        }
      })).timeout(3_600_000);
  },
);
