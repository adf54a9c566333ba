import { extname, join, relative, sep } from "node:path";
import { moduleKindOf } from "./loading/module-kind.js";

/** A path between slashes, as specifiers, globs and files under version control want it. */
export function withSlashes(path: string, separator: string = sep): string {
  return path.split(separator).join("/");
}

/**
 * How a file of a folder names another module.
 *
 * @param folder absolute path of the folder of the file that imports
 * @param path absolute path of the module
 * @param language of the file that imports: TypeScript names what the compiler will write, without ending in CommonJS
 * @example
 * moduleSpecifier("/app/migrations", "/app/src/data-source.ts", "typescript"); // "../src/data-source.js"
 */
export function moduleSpecifier(
  folder: string,
  path: string,
  language: "typescript" | "javascript",
): string {
  const way = withSlashes(relative(folder, path));
  const written = way.startsWith(".") ? way : `./${way}`;
  if (language === "javascript") return written;
  const extension = extname(written);
  const stem = written.slice(0, -extension.length);
  const esm = moduleKindOf(join(folder, "importer.ts")) === "esm";
  return esm || extension !== ".ts" ? stem + extension.replace("t", "j") : stem;
}
