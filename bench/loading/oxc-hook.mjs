// The smallest hook over oxc-transform: TypeScript stays the ES module it is written as, whatever the project compiles to.
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createPathsMatcher, getTsconfig } from "get-tsconfig";
import { transformSync } from "oxc-transform";

const matchPaths = createPathsMatcher(getTsconfig(process.cwd())) ?? (() => []);

function find(path) {
  const stem = path.replace(/\.js$/, "");
  return [`${stem}.ts`, path].find(existsSync);
}

export async function resolve(specifier, context, next) {
  const paths = specifier.startsWith(".")
    ? [fileURLToPath(new URL(specifier, context.parentURL))]
    : matchPaths(specifier);
  const found = paths.map(find).find((path) => path !== undefined);
  return found === undefined
    ? next(specifier, context)
    : { url: pathToFileURL(found).href, shortCircuit: true };
}

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const path = fileURLToPath(url);
  const options = { decorator: { legacy: true, emitDecoratorMetadata: true }, target: "es2022" };
  const { code } = transformSync(path, await readFile(path, "utf8"), options);
  return { format: "module", source: code, shortCircuit: true };
}
