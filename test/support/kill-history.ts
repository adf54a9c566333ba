import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { revision as writeRevision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { Revision } from "../../src/revision/revision.js";
import { shopRows } from "../acceptance/rows.js";
import { versions, withApplication } from "./fixture-application.js";
import { killDatabases, type Address, type KillDatabase, type KillKind } from "./kill-database.js";
import { withEntities, type Application } from "./versioned-entities.js";

export type KnownRevision = { readonly revision: Revision; readonly module: string };

/** A history to go through, and where an upgrade and where a downgrade begins, rows in all tables. */
export type KillHistory = {
  readonly database: KillDatabase;
  readonly starts: Readonly<Record<"upgrade" | "downgrade", Address>>;
  readonly revisions: readonly KnownRevision[];
  /** The program that goes a way in a process of its own. */
  readonly program: string;
};

export type LentHistory = {
  readonly history: KillHistory;
  readonly close: () => Promise<void>;
};

type Lend = (use: (history: KillHistory) => Promise<void>) => Promise<void>;

/** One history for several tests; whoever asks closes it. */
function open(lend: Lend): Promise<LentHistory> {
  return new Promise((resolve, reject) => {
    const held = lend(
      (history) =>
        new Promise((release) => {
          const close = (): Promise<void> => {
            release();
            return held;
          };
          resolve({ history, close });
        }),
    );
    held.catch(reject);
  });
}

/** The shop, from its first version to its last. */
export function openShop(kind: KillKind): Promise<LentHistory> {
  const database = killDatabases[kind];
  return open((use) =>
    withApplication("shop", kind, async (application) => {
      const kept: Address[] = [];
      for (const version of versions) {
        const options = application.at(version);
        await writeRevision({ ...options, autogenerate: true, message: version });
        await upgrade(options);
        for (const sql of shopRows[version] ?? []) await application.query(sql);
        kept.push(await database.copy(addressOf(kind)));
      }
      const { scriptLocation } = application.at("v4");
      await useHistory(database, kept, scriptLocation, use);
    }),
  );
}

/** Entities that become others, and how the revisions come about that lead there. */
export type KillCase = {
  readonly before: string;
  readonly after: string;
  /** The rows that are there before. */
  readonly rows: readonly string[];
  /** Writes the revisions that lead from the first, `before`, to `after`. */
  readonly write: (stage: KillStage) => Promise<void>;
};

export type KillStage = {
  readonly root: string;
  /** Of an action, with the entities of `after`. */
  readonly options: ReturnType<Application["at"]> & { readonly scriptLocation: string };
  readonly query: (sql: string) => Promise<unknown>;
};

const productNames = { sqlite: "better-sqlite3", postgres: "postgres", mysql: "mysql" } as const;

/** The history of a case: one revision that makes `before`, and those that lead to `after`. */
export function openCase(kind: KillKind, { before, after, rows, write }: KillCase) {
  const database = killDatabases[kind];
  return open((use) =>
    withEntities(productNames[kind], { before, after }, async (application) => {
      const { root, at } = application;
      const optionsOf = (version: string): KillStage["options"] => ({
        ...at(version),
        scriptLocation: "migrations",
      });
      const source = entitiesAddress(kind, application);
      // Nobody is connected when a copy is made.
      const query: KillStage["query"] = async (sql) => {
        const connection = await database.connect(source);
        return connection.query(sql).finally(connection.close);
      };
      await writeRevision({ ...optionsOf("before"), autogenerate: true, revId: "before" });
      await upgrade(optionsOf("before"));
      for (const sql of rows) await query(sql);
      await write({ root, options: optionsOf("after"), query });
      const low = await database.copy(source);
      await upgrade(optionsOf("after"));
      const high = await database.copy(source);
      await useHistory(database, [low, high], join(root, "migrations"), use);
    }),
  );
}

async function useHistory(
  database: KillDatabase,
  kept: readonly Address[],
  scriptLocation: string,
  use: (history: KillHistory) => Promise<void>,
): Promise<void> {
  const [low, high] = [kept[0], kept.at(-1)];
  if (low === undefined || high === undefined) throw new Error("The history has no versions.");
  const revisions = await compileRevisions(scriptLocation);
  const program = await bundleProgram(dirname(scriptLocation));
  await use({ database, starts: { upgrade: low, downgrade: high }, revisions, program });
  for (const address of kept) await database.drop(address);
}

function addressOf(kind: KillKind): Address {
  if (kind === "sqlite") return { kind, file: String(process.env["DATABASE_FILE"]) };
  const { pathname } = new URL(String(process.env["DATABASE_URL"]));
  return { kind, options: { database: pathname.slice(1) } };
}

function entitiesAddress(kind: KillKind, { options }: Application): Address {
  const database = String(options.database);
  return kind === "sqlite" ? { kind, file: database } : { kind, options: { database } };
}

async function bundleProgram(folder: string): Promise<string> {
  const outfile = join(folder, "kill-child.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "kill-child.mjs")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
  });
  return outfile;
}

/** The files as plain JavaScript, oldest first. */
async function compileRevisions(scriptLocation: string): Promise<readonly KnownRevision[]> {
  const folder = join(scriptLocation, "versions");
  const compiled = join(dirname(scriptLocation), "compiled");
  await mkdir(compiled);
  const known: KnownRevision[] = [];
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), "utf8");
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    const module = join(compiled, `${name}.mjs`);
    await writeFile(module, outputText);
    const { revision: id, downRevision } = (await import(module)) as {
      readonly revision: string;
      readonly downRevision: string | null;
    };
    const down = downRevision === null ? [] : [downRevision];
    const words = { labels: [], dependsOn: [], message: "", created: "", path: name };
    known.push({ revision: { id, down, ...words }, module });
  }
  return known;
}
