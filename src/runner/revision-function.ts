import type { RevisionFunction, RevisionModule } from "../revision/revision-module.js";
import type { Step } from "../revision/step.js";

/** What a revision file does to this database. A file that names its databases does nothing to the others. */
export function revisionFunction(
  module: RevisionModule,
  direction: Step["direction"],
  database: string,
): RevisionFunction | undefined {
  const functions = module[direction];
  if (typeof functions === "function") return functions;
  return Object.hasOwn(functions, database) ? functions[database] : undefined;
}
