import { AthanorError } from "../error/athanor-error.js";
import { userStack } from "../error/user-stack.js";
import { loadParser } from "./native.js";
import { readMissingImport, type MissingImport } from "./missing.js";
import { messageOf } from "../error/thrown.js";

/** `line:column`, from 1, of an offset in a text. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${(before.at(-1) ?? "").length + 1}`;
}

/** A file that is no TypeScript: says where, in the words of the parser. */
export function syntaxError(path: string, source: string, cause: unknown): AthanorError {
  const [error] = loadParser().parseSync(path, source).errors;
  const start = error?.labels[0]?.start;
  const place = start === undefined ? path : `${path}:${placeOf(source, start)}`;
  const [line = ""] = messageOf(cause).split("\n");
  const reason = error?.message ?? line;
  return new AthanorError({
    code: "SYNTAX_ERROR",
    message: `"${place}" is not valid TypeScript: ${reason}${error === undefined ? "" : `\n${error.codeframe ?? ""}`}`,
    suggestions: [`Correct ${place}.`],
    facts: { path, place },
    cause,
  });
}

type Node = { readonly type?: unknown; readonly start?: unknown; readonly await?: unknown };

/** Where a tree of syntax awaits outside of all functions. */
function findAwait(tree: unknown): number | undefined {
  if (typeof tree !== "object" || tree === null) return undefined;
  const { type, start, await: waits } = tree as Node;
  if (type === "AwaitExpression" || waits === true)
    return typeof start === "number" ? start : undefined;
  if (typeof type === "string" && type.includes("Function")) return undefined;
  for (const part of Object.values(tree)) {
    const found = findAwait(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * A file that awaits at its top where nothing waits for it: CommonJS, or an ES module that CommonJS requires.
 */
export function awaitsWhereRequired(
  path: string,
  source: string,
  kind: "esm" | "cjs",
): AthanorError {
  const start = findAwait(loadParser().parseSync(path, source).program);
  const place = start === undefined ? path : `${path}:${placeOf(source, start)}`;
  const rule =
    kind === "cjs"
      ? "which only an ES module can; this file is CommonJS, and what it awaits would fail unseen"
      : "and a CommonJS file requires it, which cannot wait for it";
  return new AthanorError({
    code: "SYNTAX_ERROR",
    message: `"${place}" awaits at the top of the file, ${rule}.`,
    suggestions: [
      "Await inside of a function.",
      ...(kind === "cjs"
        ? [`Make it an ES module: end its name in .mts, or state "type": "module" in package.json.`]
        : [`await import("${path}")`]),
    ],
    facts: { path, place },
  });
}

/** The first place of a stack that lies in the user's own code, on Windows too. */
export function firstPlace(stack: string): string | undefined {
  const place = /\(?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()\n]*?:\d+:\d+)\)?$/m;
  return stack
    .split("\n")
    .filter((line) => /^\s*at /.test(line) && !/\bnode:|node_modules/.test(line))
    .map((line) => place.exec(line)?.[1])
    .find((found) => found !== undefined)
    ?.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, "");
}

function notFound(path: string, { specifier, importer }: MissingImport, cause: unknown) {
  return new AthanorError({
    code: "MODULE_NOT_FOUND",
    message: `"${specifier}", imported by "${importer}", cannot be found.`,
    suggestions: /^[./]/.test(specifier)
      ? [`Correct the import in ${importer}.`]
      : [`npm install ${specifier}`, `Add "${specifier}" to "paths" of tsconfig.json.`],
    facts: { path, specifier, importer },
    cause,
  });
}

/** Node's own explanations of a class that is used before it is made. */
const early = /^Class extends value undefined|^Cannot access '.+' before initialization/;

/** What was being done with the user's code. */
export type Attempt = "loaded" | "run";

/**
 * What went wrong in the user's own code while `path` was loaded or run, in one sentence.
 *
 * @param missing the import that failed, where it is known.
 */
export function userFailure(
  path: string,
  attempt: Attempt,
  cause: unknown,
  missing?: MissingImport,
): AthanorError {
  if (cause instanceof AthanorError) return cause;
  const lacking = missing ?? readMissingImport(cause);
  if (lacking !== undefined) return notFound(path, lacking, cause);
  const error = cause instanceof Error ? cause : new Error(messageOf(cause), { cause });
  const place = firstPlace(error.stack ?? "") ?? path;
  const stack = userStack(error);
  return new AthanorError({
    code: "USER_CODE_FAILED",
    message: `"${path}" could not be ${attempt}: ${error.message}${place === path ? "" : ` (${place})`}`,
    suggestions: early.test(error.message)
      ? [
          `Files that import one another reach ${place} too early: move what it extends to a file of its own.`,
        ]
      : [`Correct ${place}.`],
    facts: { path, place, ...(stack === undefined ? {} : { userStack: stack }) },
    cause,
  });
}
