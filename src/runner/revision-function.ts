import { AthanorError } from "../error/athanor-error.js";
import type { RevisionFunction, RevisionModule } from "../revision/revision-module.js";
import type { Step } from "../revision/step.js";

/** What a revision file does to this database. A file that names its databases does nothing to the others. */
export function revisionFunction(
  module: RevisionModule,
  direction: Step["direction"],
  database: string,
): RevisionFunction | undefined {
  const functions = module[direction];
  const author = typeof functions === "function" ? functions : ownOf(functions, database);
  if (author === undefined) return undefined;
  return async (op) => {
    const given: unknown = await author(op);
    if (isUnfinished(given)) throw leftUndone(module, direction);
  };
}

function ownOf(
  functions: Readonly<Record<string, RevisionFunction>>,
  database: string,
): RevisionFunction | undefined {
  return Object.hasOwn(functions, database) ? functions[database] : undefined;
}

/** A function, or the generator that a compiled generator function gives: what is in it has not run. */
function isUnfinished(given: unknown): boolean {
  if (typeof given === "function") return true;
  if (typeof given !== "object" || given === null) return false;
  return "next" in given && typeof given.next === "function";
}

function leftUndone({ revision }: RevisionModule, direction: Step["direction"]): AthanorError {
  return new AthanorError({
    code: "INVALID_REVISION_FILE",
    message: `"${direction}" of revision "${revision}" returned a function or a generator, and nobody runs what is in it. It must do its work itself, and return nothing`,
    suggestions: [`export async function ${direction}(op) { ... }`],
    facts: { revision, direction },
  });
}
