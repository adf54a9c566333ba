import { AthanorError } from "../error/athanor-error.js";

/** Where a command stood among the databases of an environment when one of them failed. */
export type Progress<Result> = {
  readonly done: readonly string[];
  readonly failed: string;
  readonly notBegun: readonly string[];
  /** What was done, a result for each of `done`. */
  readonly results: readonly Result[];
};

/** The failure of one database of several, with what became of the others; that of the only one, unchanged. */
export function failedAmong<Result>(error: unknown, progress: Progress<Result>): unknown {
  const { done, failed, notBegun, results } = progress;
  if (done.length + notBegun.length === 0 || !(error instanceof AthanorError)) return error;
  const { code, message, suggestions, facts, stack, cause } = error;
  const told = new AthanorError({
    code,
    message: `${message} ${standing(progress)}`,
    suggestions,
    facts: { ...facts, database: failed, databasesDone: done, notBegun, databases: results },
    cause,
  });
  return Object.assign(told, { stack });
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
