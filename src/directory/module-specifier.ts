import nodePath, { extname, join, sep, type PlatformPath } from "node:path";
import { moduleKindOf } from "../loading/module-kind.js";

/** A path between slashes, as specifiers, globs and files under version control want it. */
export function withSlashes(path: string, separator: string = sep): string {
  return path.split(separator).join("/");
}

/**
 * How a file of a folder names another module.
 *
 * @param folder absolute path of the folder of the file that imports
 * @param path absolute path of the module
 * A module on another drive of Windows, to which no relative way leads, is named by its URL.
 *
 * @param language of the file that imports: TypeScript names what the compiler will write, without ending in CommonJS
 * @example
 * moduleSpecifier("/app/migrations", "/app/src/data-source.ts", "typescript"); // "../src/data-source.js"
 */
export function moduleSpecifier(
  folder: string,
  path: string,
  language: "typescript" | "javascript",
  { isAbsolute, relative, sep: separator }: PlatformPath = nodePath,
): string {
  const way = withSlashes(relative(folder, path), separator);
  if (isAbsolute(way)) return new URL(`file:///${way}`).href;
  const written = way.startsWith(".") ? way : `./${way}`;
  if (language === "javascript") return written;
  const extension = extname(written);
  const stem = written.slice(0, -extension.length);
  const esm = moduleKindOf(join(folder, "importer.ts")) === "esm";
  return esm || extension !== ".ts" ? stem + extension.replace("t", "j") : stem;
}
