import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import ts from "typescript";

const root = join(import.meta.dirname, "..");

async function sources(folder: string): Promise<readonly string[]> {
  const found = await readdir(join(root, folder), { recursive: true });
  return found.filter((name) => name.endsWith(".ts")).map((name) => join(folder, name));
}

async function parse(path: string): Promise<ts.SourceFile> {
  const text = await readFile(join(root, path), "utf8");
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

/** `file:line` of each node that `matches`. */
async function findAll(
  files: readonly string[],
  matches: (node: ts.Node) => boolean,
): Promise<readonly string[]> {
  const places: string[] = [];
  for (const file of files) {
    const source = await parse(file);
    visit(source, (node) => {
      if (!matches(node)) return;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      places.push(`${file}:${line + 1}`);
    });
  }
  return places;
}

/** The names that a published door gives. */
function exportsOf(program: ts.Program, door: string): ReadonlySet<string> {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(root, door));
  const symbol = source && checker.getSymbolAtLocation(source);
  return new Set(symbol && checker.getExportsOfModule(symbol).map(({ name }) => name));
}

/** What a file imports from beside it, by name: `name from src/schema/name.ts`. */
async function importsOf(file: string): Promise<readonly { name: string; from: string }[]> {
  const { statements } = await parse(file);
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [];
    const { moduleSpecifier: specifier, importClause: clause } = statement;
    if (!ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return [];
    const from = join(dirname(file), specifier.text.replace(/\.js$/, ".ts"));
    const { namedBindings: bindings } = clause ?? {};
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [{ name: "*", from }];
    const names = bindings.elements.map(({ name, propertyName = name }) => propertyName.text);
    return names.map((name) => ({ name, from }));
  });
}

const outward = /^src\/(commands|report)\//;
const productName = /\b(postgres(ql)?|sqlite3?|better-sqlite3|mysql|mariadb)\b/i;
const sqlStart =
  /^\s*(SELECT|INSERT INTO|UPDATE \S+ SET|DELETE FROM|CREATE (TABLE|INDEX|VIEW|TYPE|SCHEMA)|ALTER TABLE|DROP (TABLE|INDEX|VIEW)|BEGIN|COMMIT|ROLLBACK|PRAGMA)\b/;

const dialects = ["mysql", "postgres", "sqlite"] as const;

/** The files that every dialect has; what is the same in two of them only has one name in both by the rule below. */
const everyDialect = [
  ...[
    "arrange",
    "backfill",
    "column-default",
    "column-type",
    "fault",
    "hazards",
    "index",
    "literal",
    "lock",
    "orm",
  ],
  ...[
    "quote-name",
    "resumption",
    "row-check",
    "server",
    "session-state",
    "triggers-on",
    "version-store",
  ],
  ...[
    "canonicalize/canonicalize",
    "canonicalize/like-actual",
    "canonicalize/normalize",
    "compile/column-clause",
    "compile/compile",
    "compile/data",
  ],
  ...["compile/index-definition", "compile/table", "compile/view", "inspect/column"],
  ...["inspect/constraint", "inspect/index-definition", "inspect/inspect", "value/round-trip"],
].map((name) => `${name}.ts`);

/** `dialect:file` of each function that the dialects' files export, by its name. */
async function exportedFunctions(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const dialect of dialects) {
    const folder = join("plugin", dialect);
    for (const file of await sources(folder)) {
      const name = relative(folder, file);
      for (const statement of (await parse(file)).statements) {
        if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) continue;
        if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
          continue;
        const places = found.get(statement.name.text) ?? [];
        found.set(statement.name.text, [...places, `${dialect}:${name}`]);
      }
    }
  }
  return found;
}

describe("the architecture", () => {
  it("lets a room import only the rooms before it, without a cycle, types included", async () => {
    const run = promisify(execFile);
    const args = [
      "depcruise",
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err",
      "src",
      "plugin",
    ];
    const result = await run("npx", ["--no-install", ...args], { cwd: root }).catch(
      (failure: { stdout?: string; stderr?: string }) => failure,
    );
    expect(result).to.not.be.instanceOf(Error, result.stdout ?? "");
  }).timeout(120_000);

  it("gives a plugin nothing of src, and a dialect nothing of plugin/sql, that a published door does not give to all", async () => {
    const doors = { "src/": "src/plugin/index.ts", "plugin/sql/": "plugin/sql/index.ts" };
    const program = ts.createProgram(
      Object.values(doors).map((door) => join(root, door)),
      { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 },
    );
    const hidden: string[] = [];
    for (const [place, door] of Object.entries(doors)) {
      const given = exportsOf(program, door);
      for (const file of await sources("plugin"))
        for (const { name, from } of file.startsWith(place) ? [] : await importsOf(file)) {
          // A namespace brings all of the file.
          const names = name === "*" ? exportsOf(program, from) : [name];
          const isGiven = [...names].every((each) => given.has(each));
          if (from.startsWith(place) && !isGiven) hidden.push(`${file}: ${name} of ${from}`);
        }
    }
    expect(hidden).to.deep.equal([]);
  }).timeout(60_000);

  it("prints and ends the process only in commands and report", async () => {
    const inner = (await sources("src")).filter((file) => !outward.test(file));
    const places = await findAll(
      [...inner, ...(await sources("plugin"))],
      (node) =>
        ts.isPropertyAccessExpression(node) &&
        ts.isIdentifier(node.expression) &&
        ["console", "process"].includes(node.expression.text),
    );
    expect(places).to.deep.equal([]);
  });

  it("names no database product and writes no SQL in src", async () => {
    const places = await findAll(
      (await sources("src")).filter((file) => !outward.test(file)),
      (node) =>
        (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) &&
        !ts.isImportDeclaration(node.parent) &&
        (sqlStart.test(node.text) || productName.test(node.text)),
    );
    expect(places).to.deep.equal([]);
  });

  it("uses neither `any` nor `!`", async () => {
    const places = await findAll(
      [...(await sources("src")), ...(await sources("plugin"))],
      (node) => ts.isNonNullExpression(node) || node.kind === ts.SyntaxKind.AnyKeyword,
    );
    expect(places).to.deep.equal([]);
  });

  it("keeps files at 250 lines or less", async () => {
    const files = [...(await sources("src")), ...(await sources("plugin"))];
    const lengths = await Promise.all(
      files.map(async (file) => (await readFile(join(root, file), "utf8")).split("\n").length - 1),
    );
    expect(Math.max(...lengths)).to.be.at.most(250);
  });

  it("calls the files that every dialect has by the same names", async () => {
    for (const dialect of dialects) {
      const folder = join("plugin", dialect);
      const files = (await sources(folder)).map((file) => relative(folder, file));
      expect(files, dialect).to.include.members(everyDialect);
    }
  });

  it("keeps functions of one name in files of one name, whatever the dialect", async () => {
    const elsewhere = [...(await exportedFunctions()).values()].filter((places) => {
      const names = places.map((place) => place.slice(place.indexOf(":") + 1));
      return new Set(names).size > 1;
    });
    expect(elsewhere).to.deep.equal([]);
  });
});
