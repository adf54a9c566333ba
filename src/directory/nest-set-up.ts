import { dirname, join, relative } from "node:path";
import type { CallExpression } from "oxc-parser";
import { AthanorError } from "../error/athanor-error.js";
import { globBelow } from "./glob-below.js";
import type { FileSystem } from "./file-system.js";
import { ignored } from "./find-data-sources.js";
import { loadParser } from "../loading/native.js";
import { dataSourceOfModule, type NestDataSource, type NestSetUp } from "./nest-data-source.js";
import { walkSyntax } from "./syntax.js";

const called = /\bTypeOrmModule\s*\.\s*forRoot/;

/**
 * Reads how a project of NestJS sets TypeORM up, and writes a data source that says the same. Nothing is run.
 *
 * @param root absolute path of the project.
 * @returns `undefined` where no module calls `TypeOrmModule.forRoot` or `forRootAsync`.
 * @throws AthanorError `AMBIGUOUS_DATA_SOURCE` where several calls set up a database each.
 */
export async function findNestDataSource(
  root: string,
  fileSystem: FileSystem,
): Promise<NestDataSource | undefined> {
  const names = await globBelow(root, "**/*.{ts,mts,cts}", { ignore: ignored });
  const paths = [...names].sort().map((name) => join(root, name));
  const lists = await Promise.all(
    paths.map(async (path) => findSetUps(path, await fileSystem.readFile(path, "utf8"))),
  );
  const [setUp, ...others] = lists.flat();
  if (setUp === undefined) return undefined;
  if (others.length > 0) throw severalSetUps(root, [setUp, ...others]);
  const { path, line } = setUp;
  const written = dataSourceOfModule(setUp, await entityGlobs(dirname(path)));
  return { path: join(dirname(path), "data-source.ts"), ...written, origin: { path, line } };
}

/** By Nest's own convention, entities stand in files of this ending. */
async function entityGlobs(folder: string): Promise<readonly string[]> {
  const found = await globBelow(folder, "**/*.entity.ts", { ignore: ignored });
  return found.length > 0 ? ["/**/*.entity{.ts,.js}"] : [];
}

function findSetUps(path: string, text: string): readonly NestSetUp[] {
  if (!called.test(text)) return [];
  const { program } = loadParser().parseSync(path, text);
  const found: NestSetUp[] = [];
  walkSyntax(program, (node) => {
    const method = node.type === "CallExpression" ? methodOf(node) : undefined;
    if (node.type !== "CallExpression" || method === undefined) return;
    const line = text.slice(0, node.start).split("\n").length;
    found.push({ path, line, text, program, method, call: node });
  });
  return found;
}

function methodOf({ callee }: CallExpression): NestSetUp["method"] | undefined {
  if (callee.type !== "MemberExpression" || callee.computed) return undefined;
  const { object, property } = callee;
  if (object.type !== "Identifier" || object.name !== "TypeOrmModule") return undefined;
  const { name } = property;
  return name === "forRoot" || name === "forRootAsync" ? name : undefined;
}

function severalSetUps(root: string, setUps: readonly NestSetUp[]): AthanorError {
  const places = setUps.map(({ path, line }) => `${relative(root, path)}:${line}`);
  return new AthanorError({
    code: "AMBIGUOUS_DATA_SOURCE",
    message: `The project sets up several databases (${places.join(", ")}) and exports no DataSource. Export one DataSource for each database, and let TypeOrmModule.forRoot take its options.`,
    suggestions: [
      `athanor init --template multidb`,
      `athanor init --data-source ${join(dirname(relative(root, setUps[0]?.path ?? "")), "data-source.ts")}`,
    ],
    facts: { places },
  });
}
