import { types } from "node:util";
import { AthanorError } from "../error/athanor-error.js";
import type { RevisionFunctions, RevisionModule } from "../revision/revision-module.js";
import type { Revision } from "../revision/revision.js";
import { compact } from "../schema/compact.js";
import type { Loader } from "../loading/load-module.js";

function invalid(revision: Revision, rule: string, next: string): AthanorError {
  return new AthanorError({
    code: "INVALID_REVISION_FILE",
    message: `Revision "${revision.id}" (${revision.path}) ${rule}.`,
    suggestions: [next],
    facts: { revision: revision.id, path: revision.path },
  });
}

function isFunctions(value: unknown): value is RevisionFunctions {
  if (typeof value === "function") return true;
  if (typeof value !== "object" || value === null) return false;
  const held = Object.values(value);
  return held.length > 0 && held.every((each) => typeof each === "function");
}

function brokenRule(name: string, value: unknown): string | undefined {
  if (value === undefined) return `exports no "${name}"`;
  if (!isFunctions(value))
    return `exports a "${name}" that is neither a function nor an object of functions by database`;
  const functions = typeof value === "function" ? [value] : Object.values(value);
  return functions.some(types.isGeneratorFunction)
    ? `exports a "${name}" that is a generator function ("function*"), whose body does not run when it is called`
    : undefined;
}

function functionsOf(name: string, value: unknown, revision: Revision): RevisionFunctions {
  const rule = brokenRule(name, value);
  if (rule === undefined) return value as RevisionFunctions;
  throw invalid(revision, rule, `export async function ${name}(op) { ... }`);
}

function transactionOf(value: unknown, revision: Revision): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  throw invalid(
    revision,
    `exports a "transaction" that is neither true nor false`,
    "export const transaction = false;",
  );
}

/**
 * Checks that what a revision file exports is a revision, and the one that its header said.
 *
 * @throws AthanorError `INVALID_REVISION_FILE`
 */
export function readRevisionModule(
  exports: Readonly<Record<string, unknown>>,
  revision: Revision,
): RevisionModule {
  if (exports["revision"] !== revision.id) {
    const found = exports["revision"] === undefined ? "none" : `"${String(exports["revision"])}"`;
    throw invalid(
      revision,
      `exports the id ${found} when it runs, not the one its header states`,
      `export const revision = "${revision.id}";`,
    );
  }
  return {
    revision: revision.id,
    upgrade: functionsOf("upgrade", exports["upgrade"], revision),
    downgrade: functionsOf("downgrade", exports["downgrade"], revision),
    ...compact({ transaction: transactionOf(exports["transaction"], revision) }),
  };
}

/**
 * Loads a revision file and checks that it is what its header said.
 *
 * @throws AthanorError `INVALID_REVISION_FILE`, or what loading throws.
 */
export async function loadRevision(loader: Loader, revision: Revision): Promise<RevisionModule> {
  const module = readRevisionModule(await loader.load(revision.path), revision);
  return { ...module, trace: loader.trace };
}
