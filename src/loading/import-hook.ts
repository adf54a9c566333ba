import { register } from "node:module";
import type { Namespace } from "./namespace.js";

/**
 * Lets a library import the user's TypeScript: an ORM that is given globs imports what they match by itself, and Node
 * would refuse. Such a module runs here like all of the user's modules; its importer sees its exports under `default`.
 *
 * Only imports that come from installed packages are answered, so that whatever else runs TypeScript in this process
 * (a test runner, say) stays as it is.
 */
export function answerForeignImports(load: (path: string) => Promise<Namespace>): void {
  if (Reflect.has(globalThis, door)) return;
  Reflect.set(globalThis, door, load);
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

const door = Symbol.for("athanor.load");

/** Runs in Node's own thread for such hooks (https://nodejs.org/docs/latest-v20.x/api/module.html#customization-hooks). */
const hook = `
import { fileURLToPath } from "node:url";
const mark = "?athanor";
const installed = /\\/node_modules\\//;
const typeScript = /\\.[mc]?tsx?$/;

export async function resolve(specifier, context, next) {
  const foreign = installed.test(context.parentURL ?? "") && specifier.startsWith("file:");
  if (!foreign || installed.test(specifier) || !typeScript.test(specifier)) return next(specifier, context);
  return { url: specifier + mark, format: "module", shortCircuit: true };
}

export async function load(url, context, next) {
  if (!url.endsWith(mark)) return next(url, context);
  const path = JSON.stringify(fileURLToPath(url.slice(0, -mark.length)));
  const source = "export default await globalThis[Symbol.for('athanor.load')](" + path + ");";
  return { format: "module", source, shortCircuit: true };
}
`;
