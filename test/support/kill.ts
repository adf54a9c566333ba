import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { revision as writeRevision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { Connection } from "../../src/plugin/connection.js";
import { planDowngrade } from "../../src/revision/downgrade.js";
import { createGraph } from "../../src/revision/graph.js";
import type { RevisionModule } from "../../src/revision/revision-module.js";
import type { Revision } from "../../src/revision/revision.js";
import { planUpgrade } from "../../src/revision/upgrade.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { compact } from "../../src/schema/compact.js";
import { shopRows } from "../acceptance/rows.js";
import { versions, withApplication } from "./fixture-application.js";
import { killDatabases, type Address, type KillDatabase, type KillKind } from "./kill-database.js";

/** When a process dies: at its statement with this number, from 1; `sent`: when it is sent, before there is an answer. */
export type Death = { readonly statement: number; readonly moment: "before" | "sent" | "after" };

/** A way through the history. */
export type Way = {
  readonly direction: "upgrade" | "downgrade";
  readonly transaction: "all" | "each" | "none";
};

type KnownRevision = { readonly revision: Revision; readonly module: string };

/** What a process of its own is told. */
type ChildRequest = Way & {
  readonly address: Address;
  readonly revisions: readonly KnownRevision[];
  readonly target: string;
  readonly death?: Death;
};

/** The shop with its history: where an upgrade and where a downgrade begins, rows in all tables. */
export type Shop = {
  readonly database: KillDatabase;
  readonly starts: Readonly<Record<Way["direction"], Address>>;
  readonly revisions: readonly KnownRevision[];
  /** The program that goes a way in a process of its own. */
  readonly program: string;
};

async function withShop(kind: KillKind, body: (shop: Shop) => Promise<void>): Promise<void> {
  const database = killDatabases[kind];
  await withApplication("shop", kind, async (application) => {
    const kept: Address[] = [];
    for (const version of versions) {
      const options = application.at(version);
      await writeRevision({ ...options, autogenerate: true, message: version });
      await upgrade(options);
      for (const sql of shopRows[version] ?? []) await application.query(sql);
      kept.push(await database.copy());
    }
    const [low, ...others] = kept;
    const high = others.at(-1);
    if (low === undefined || high === undefined) throw new Error("The shop has no versions.");
    const { scriptLocation } = application.at("v4");
    const revisions = await compileRevisions(scriptLocation);
    const program = await bundleProgram(dirname(scriptLocation));
    await body({ database, starts: { upgrade: low, downgrade: high }, revisions, program });
    for (const address of kept) await database.drop(address);
  });
}

/** The same for several tests; whoever asks closes it. */
export function openShop(
  kind: KillKind,
): Promise<{ readonly shop: Shop; readonly close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const held = withShop(
      kind,
      (shop) =>
        new Promise((release) => {
          resolve({
            shop,
            close: () => {
              release();
              return held;
            },
          });
        }),
    );
    held.catch(reject);
  });
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

/** The statements that the way takes when nobody is killed, in their order. */
export async function statementsOf(shop: Shop, way: Way): Promise<readonly string[]> {
  return (await onCopy(shop, way, (address) => inChild(shop, way, address))).statements;
}

/** How many revisions each of several processes has applied that set out at once. */
export function appliedTogether(
  shop: Shop,
  way: Way,
  processes: number,
): Promise<readonly number[]> {
  const all = Array.from({ length: processes });
  return onCopy(shop, way, async (address) => {
    const ended = await Promise.all(all.map(() => inChild(shop, way, address)));
    return ended.map(({ applied }) => applied);
  });
}

/** What the database is like after the way, gone by a process that was killed and once more from there. */
export function afterDeath(shop: Shop, way: Way, death?: Death): Promise<unknown> {
  return onCopy(shop, way, async (address) => {
    if (death !== undefined) {
      const { signal } = await inChild(shop, way, address, death);
      if (signal !== "SIGKILL") throw new Error(`Nobody died: ${JSON.stringify(death)}`);
    }
    const connection = await shop.database.connect(address);
    try {
      await run(requestOf(shop, way, connection));
      return await dump(shop, connection);
    } finally {
      await connection.close();
    }
  });
}

async function onCopy<Result>(
  { database, starts }: Shop,
  { direction }: Way,
  body: (address: Address) => Promise<Result>,
): Promise<Result> {
  const address = await database.copy(starts[direction]);
  try {
    return await body(address);
  } finally {
    await database.drop(address);
  }
}

type Ended = {
  readonly signal: string | undefined;
  readonly applied: number;
  /** What it sent to the database. */
  readonly statements: readonly string[];
};

function inChild(shop: Shop, way: Way, address: Address, death?: Death): Promise<Ended> {
  const { revisions, program } = shop;
  const target = targetOf(shop, way);
  const request: ChildRequest = { ...way, ...compact({ death }), address, revisions, target };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, JSON.stringify(request)], (failure, stdout, stderr) => {
      const signal = failure?.signal ?? undefined;
      if (failure !== null && signal === undefined) reject(new Error(stderr));
      else {
        const told = stdout === "" ? { applied: 0, statements: [] } : (JSON.parse(stdout) as Ended);
        resolve({ ...told, signal });
      }
    });
  });
}

/** Up to the end, or down to where the upgrade begins; never relative, for a way may be begun twice. */
function targetOf({ revisions }: Shop, { direction }: Way): string {
  const first = revisions.find(({ revision }) => revision.down.length === 0);
  return direction === "upgrade" ? "head" : String(first?.revision.id);
}

function requestOf(shop: Shop, way: Way, connection: Connection): RunRequest {
  const { database, revisions } = shop;
  const { direction, transaction } = way;
  const graph = createGraph(revisions.map(({ revision }) => revision));
  const plan = { upgrade: planUpgrade, downgrade: planDowngrade }[direction];
  const modules = new Map(revisions.map(({ revision, module }) => [revision.id, module]));
  return {
    connection,
    dialect: database.dialect,
    database: "default",
    versionTable: { name: "athanor_version" },
    lockTimeoutMilliseconds: 60_000,
    world: { now: () => new Date(0), random: Math.random, user: "heir", version: "0.0.0" },
    direction,
    plan: (rows) => plan(graph, rows, targetOf(shop, way)),
    load: async ({ id }) => ({
      module: (await import(String(modules.get(id)))) as RevisionModule,
      checksum: id,
    }),
    arguments: {},
    transaction,
  };
}

/** Definitions and rows. Of the log what was done, each once; not by whom and when. */
async function dump({ database }: Shop, connection: Connection): Promise<unknown> {
  const { dialect } = database;
  const server = await dialect.server(connection);
  const schema = await dialect.inspect(connection, server, {});
  const rows: Record<string, readonly string[]> = {};
  for (const table of schema.tables) {
    const all = await dialect.readRows(connection, table);
    const told = table.name === "athanor_log" ? all.map(deed) : all;
    // Every copy has another name, and an ORM may write it down.
    const nameless = (text: string): string => text.replaceAll(server.database ?? "", "the copy");
    rows[table.name] = told.map((row) => nameless(JSON.stringify(row))).sort();
  }
  return { schema, rows };
}

const deed = (line: Readonly<Record<string, unknown>>): object => ({
  revision: line["revision"],
  direction: line["direction"],
  outcome: line["outcome"],
  checksum: line["outcome"] === "done" ? "" : line["checksum"],
});
