import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import ts from "typescript";
import { commandsPage, readCommands, renderCommandsPage } from "../docs/generate/commands.js";
import {
  configurationPage,
  readKeys,
  renderConfigurationPage,
} from "../docs/generate/configuration.js";
import { errorsPage, renderErrorsPage } from "../docs/generate/errors.js";
import { hazardsPage, renderHazardsPage } from "../docs/generate/hazards.js";
import { operationsPage, readMembers, renderOperationsPage } from "../docs/generate/operations.js";
import { createOperations } from "../src/operation/operations.js";
import { blocksOf, type Block } from "./support/page.js";
import { dataSourceText, withCommandLine } from "./support/command-line.js";
import { withTypeormProject } from "./support/typeorm-project.js";
import { buildIfOlder, runCommands, shellBlocks, walkThrough } from "./support/walk-through.js";

const root = resolve(import.meta.dirname, "..");
const folder = join(root, "docs");
const pages = [
  join(root, "README.md"),
  ...readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
];

describe("the documentation", () => {
  it("tells every command as it is: `node --import tsx docs/generate/commands.ts` writes it", async () => {
    const page = readFileSync(commandsPage, "utf8");
    expect(await renderCommandsPage(page)).to.equal(page);
  });

  it("tells every operation as it is: `node --import tsx docs/generate/operations.ts` writes it", async () => {
    const page = readFileSync(operationsPage, "utf8");
    expect(await renderOperationsPage(page)).to.equal(page);
  });

  it("tells every key of the configuration as its type does: `node --import tsx docs/generate/configuration.ts` writes it", async () => {
    const page = readFileSync(configurationPage, "utf8");
    expect(await renderConfigurationPage(page)).to.equal(page);
  });

  it("tells every error code as the table does: `node --import tsx docs/generate/errors.ts` writes it", async () => {
    const page = readFileSync(errorsPage, "utf8");
    expect(await renderErrorsPage(page)).to.equal(page);
  });

  it("tells every hazard as the table does: `node --import tsx docs/generate/hazards.ts` writes it", async () => {
    const page = readFileSync(hazardsPage, "utf8");
    expect(await renderHazardsPage(page)).to.equal(page);
  });

  it("has a meaning for every key of the configuration", () => {
    const keys = [...readKeys().values()].flat();
    expect(keys.filter(({ meaning }) => meaning === "")).to.deep.equal([]);
    expect(keys).to.have.length.greaterThan(25);
  });

  it("has a section for every member of `op`", () => {
    const facts = { dialect: "", database: "", offline: true, defaultSchema: "", arguments: {} };
    const refuse = () => Promise.reject(new Error("Nothing is run here."));
    const sink = {
      submit: refuse,
      query: refuse,
      autocommit: refuse,
      manager: () => undefined,
      facts,
    };
    const told = [...readMembers().values()].flat().map(({ name }) => name);
    const page = readFileSync(operationsPage, "utf8");
    const untold = Object.keys(createOperations(sink)).filter(
      (name) => !told.includes(name) && !page.includes(`\`op.${name}\``),
    );
    expect(untold).to.deep.equal([]);
  });

  it("tells every function of the library", async () => {
    const library = Object.entries(await import("../src/index.js"));
    const functions = library.filter(([, held]) => typeof held === "function");
    const page = readFileSync(join(folder, "library.md"), "utf8");
    const untold = functions.filter(([name]) => !new RegExp(`\\b${name}\\b`).test(page));
    expect(untold.map(([name]) => name)).to.deep.equal([]);
  });

  it("holds TypeScript that the compiler accepts", () => {
    expect(typeErrors(pages)).to.deep.equal([]);
  });

  it("shows the plugin of fixtures/triggers as it is", () => {
    const page = readFileSync(join(folder, "plugins.md"), "utf8");
    const shown = blocksOf(page).find(({ file }) => file === "triggers.ts");
    expect(shown?.text).to.equal(readFileSync(join(root, "fixtures/triggers/triggers.ts"), "utf8"));
  });

  it("holds links that lead somewhere", () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !leads(page, link))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).to.deep.equal([]);
  });

  it("names only commands and flags that there are", async () => {
    const known = await knownFlags();
    const wrong = pages.flatMap((page) =>
      calls(readFileSync(page, "utf8")).filter((call) => unknownIn(call, known) !== undefined),
    );
    expect(wrong).to.deep.equal([]);
  });

  it("says of no command of Alembic that it is missing when it is not", async () => {
    const known = await knownFlags();
    const rows = readFileSync(join(folder, "getting-started.md"), "utf8").matchAll(
      /^\| `([^`]+)`\s*\| -\s*\|/gm,
    );
    const there = [...rows].flatMap(([, call = ""]) =>
      unknownIn(`athanor ${call}`, known) === undefined ? [call] : [],
    );
    expect(there).to.deep.equal([]);
  });

  it("has a reference of the library's functions and types: `npm run docs:api` writes it", async function () {
    this.timeout(240_000);
    const out = join(root, "tmp/api");
    const typedoc = join(root, "node_modules/typedoc/bin/typedoc");
    await promisify(execFile)(
      process.execPath,
      [typedoc, "--out", out, "--treatWarningsAsErrors", "--logLevel", "Error"],
      { cwd: root },
    );
    const page = readFileSync(join(out, "src/functions/upgrade.md"), "utf8");
    rmSync(out, { recursive: true });
    expect(page).to.contain("Applies revisions up to the target.");
  });

  describe("the commands of a page", () => {
    before(async function () {
      this.timeout(180_000);
      await buildIfOlder(root);
    });

    it("are those of the first five minutes in the README", async function () {
      this.timeout(180_000);
      const lines = readFileSync(join(root, "README.md"), "utf8").matchAll(
        /^ {4}(npx athanor .+)/gm,
      );
      await withCommandLine(scratch, ({ athanor }) =>
        runCommands(
          athanor,
          [...lines].map(([, line = ""]) => line),
        ),
      );
    });

    it("work in a project that comes from TypeORM's migrations", async function () {
      this.timeout(240_000);
      const [adopt = [], stamp = [], on = [], baseline = [], back = []] = shellBlocks(
        readFileSync(join(folder, "adopting.md"), "utf8"),
      );
      for (const lines of [
        [...adopt, ...stamp, ...on],
        [...baseline, ...back],
      ]) {
        await withTypeormProject("better-sqlite3", (project) =>
          runCommands((...args) => project.on(project.used, ...args), lines),
        );
      }
    });

    for (const page of pages) {
      const lines = shellBlocks(readFileSync(page, "utf8")).flat();
      const elsewhere = ["getting-started.md", "adopting.md", "nestjs.md"].includes(basename(page));
      if (lines.length === 0 || elsewhere) continue;
      it(`work in any project: ${basename(page)}`, async function () {
        this.timeout(240_000);
        await withCommandLine(scratch, async ({ athanor }) => {
          await athanor("init");
          await athanor("revision", "--autogenerate", "-m", "create users");
          await runCommands(athanor, lines);
        });
      });
    }
  });

  for (const page of ["getting-started.md", "nestjs.md"]) {
    describe(`the page ${page}`, () => {
      before(async function () {
        this.timeout(180_000);
        await buildIfOlder(root);
      });

      it("works as it is written", async function () {
        this.timeout(180_000);
        await walkThrough(readFileSync(join(folder, page), "utf8"));
      });
    });
  }
});

/** A project with one entity, and a database that has nothing yet. */
const scratch = {
  "package.json": `{ "type": "module" }`,
  "tsconfig.json": `{ "compilerOptions": { "target": "ES2022", "module": "NodeNext", "experimentalDecorators": true, "emitDecoratorMetadata": true } }`,
  "src/data-source.ts": dataSourceText("@Column({ length: 120 }) name!: string;"),
};

type Flags = ReadonlyMap<string, ReadonlySet<string>>;

/** The flags of each command, long and short. */
async function knownFlags(): Promise<Flags> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const { name, command } of await readCommands()) {
    const flags = Object.entries({ ...command.baseFlags, ...command.flags });
    const spelled = flags.flatMap(([flag, { char, ...held }]) => [
      flag === char ? [] : [`--${flag}`],
      char === undefined ? [] : [`-${char}`],
      "allowNo" in held && held.allowNo === true ? [`--no-${flag}`] : [],
    ]);
    known.set(name, new Set([...spelled.flat(), "--json", "--help"]));
  }
  known.set("autocomplete", new Set(["--refresh-cache"]));
  return known;
}

/** `athanor ...` in code spans, in indented code and in shell blocks. */
function calls(page: string): readonly string[] {
  const spans = [...page.matchAll(/`(athanor [^`]+)`/g)].map(([, call = ""]) => call);
  const lines = [...page.matchAll(/^(?: {4})?(?:\w+=\S+ )?npx (athanor [^&\n]+)/gm)];
  return [...spans, ...lines.map(([, call = ""]) => call)];
}

/** The first word of a call that is no command, or no flag of it. */
function unknownIn(call: string, known: Flags): string | undefined {
  const [, command = "", ...rest] = call.replaceAll(/"[^"]*"/g, "TEXT").split(/[\s|]+/);
  if (command.startsWith("--")) return undefined;
  const flags = known.get(command);
  if (flags === undefined) return command;
  return rest.find((word) => /^--?[a-z]/.test(word) && !flags.has(word.replace(/=.*/, "")));
}

function linksOf(page: string): readonly string[] {
  const links = readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)\)/g);
  return [...links].map(([, link = ""]) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function leads(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : resolve(dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(target).includes(anchor);
}

/** As GitHub makes them. */
function anchorsOf(page: string): readonly string[] {
  if (!statSync(page).isFile()) return [];
  return [...readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Whole files are checked where they say they lie, calls of `op` in a function that has one, the shapes of a page together. */
function typeErrors(checked: readonly string[]): readonly string[] {
  const texts = new Map<string, string>();
  for (const [at, page] of checked.entries()) {
    const place = join(virtual, String(at));
    const blocks = blocksOf(readFileSync(page, "utf8")).filter(({ language }) => language === "ts");
    const shapes = blocks.filter(({ text }) => isShape(text)).map(({ text }) => text);
    if (shapes.length > 0) texts.set(join(place, "shapes.ts"), `${shapes.join("")}export {};\n`);
    for (const [number, block] of blocks.entries()) {
      if (isShape(block.text)) continue;
      const path = join(place, block.file ?? `block-${number}.ts`);
      // A page may show a file twice, as it changes.
      const free = texts.has(path) ? join(dirname(path), `${number}-${basename(path)}`) : path;
      texts.set(free, codeOf(block));
    }
  }
  return diagnose(texts);
}

const virtual = join(root, "tmp/docs");

function isShape(text: string): boolean {
  return /^(?:\/\*\*[\s\S]*?\*\/\s*)?type /.test(text);
}

function codeOf({ text }: Block): string {
  if (/^(?:import|export) /m.test(text)) return text;
  const body = text.replaceAll("const stale =", "void");
  return `import type { Operations } from "athanor";
export async function example(op: Operations, limit: Date): Promise<void> {\n${body}\n}\n`;
}

const sources: Readonly<Record<string, readonly string[]>> = {
  athanor: [join(root, "src/index.ts")],
  "athanor/plugin": [join(root, "src/plugin/index.ts")],
  "athanor/sqlite": [join(root, "plugin/sqlite/index.ts")],
  "athanor/sql": [join(root, "plugin/sql/index.ts")],
  "athanor/testing": [join(root, "src/testing/index.ts")],
  "athanor/typeorm": [join(root, "plugin/typeorm/index.ts")],
};

/** One program over all texts; errors of other files are not asked for. */
function diagnose(texts: ReadonlyMap<string, string>): readonly string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    paths: Object.fromEntries(Object.entries(sources).map(([name, places]) => [name, [...places]])),
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  const held = new Map([...texts, [join(virtual, "package.json"), '{ "type": "module" }']]);
  host.fileExists = (name) => held.has(name) || fileExists(name);
  host.readFile = (name) => held.get(name) ?? readFile(name);
  host.directoryExists = (name) =>
    [...held.keys()].some((path) => path.startsWith(`${name}/`)) ||
    directoryExists?.(name) === true;
  host.getSourceFile = (name, target, ...rest) => {
    const text = held.get(name);
    return text === undefined
      ? getSourceFile(name, target, ...rest)
      : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return found.map(({ messageText, start }) => {
      const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
      return `${name}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
}
