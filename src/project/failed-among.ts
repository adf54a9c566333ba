import { AthanorError, retell } from "../error/athanor-error.js";

/** Where a command stood among the databases of an environment when one of them failed. */
export type Progress<Result> = {
  /** Has each database a name of its own? */
  readonly named: boolean;
  readonly done: readonly string[];
  readonly failed: string;
  readonly notBegun: readonly string[];
  /** What was done, a result for each of `done`. */
  readonly results: readonly Result[];
};

/**
 * The failure of one database of several, with what became of the others, and the database's name in each command that
 * is advised; that of a database without a name, unchanged.
 */
export function failedAmong<Result>(error: unknown, progress: Progress<Result>): unknown {
  const { named, done, failed, notBegun, results } = progress;
  if (!named || !(error instanceof AthanorError)) return error;
  const { message, suggestions, facts } = error;
  const isAlone = done.length + notBegun.length === 0;
  return retell(error, {
    message: isAlone ? message : `${message} ${standing(progress)}`,
    suggestions: suggestions.map((advice) => withDatabase(advice, failed)),
    facts: { ...facts, database: failed, databasesDone: done, notBegun, databases: results },
  });
}

/** Without its name the command would act on all databases, those that need nothing too. */
export function withDatabase(advice: string, database: string): string {
  const command = /\bathanor (?:upgrade|downgrade|stamp|current|check|diff|ensure-version)\b/;
  if (!command.test(advice) || advice.includes(" --database ")) return advice;
  return `${advice} --database ${/^[\w.-]+$/.test(database) ? database : `'${database}'`}`;
}

function standing({ done, failed, notBegun }: Progress<unknown>): string {
  const parts = [part(done, "done"), part([failed], "failed"), part(notBegun, "not begun")];
  return `Of the databases, ${parts.filter((each) => each !== "").join(", ")}.`;
}

function part(names: readonly string[], state: string): string {
  if (names.length === 0) return "";
  const quoted = names.map((name) => `"${name}"`).join(" and ");
  return `${quoted} ${state === "failed" ? "" : names.length === 1 ? "was " : "were "}${state}`;
}
