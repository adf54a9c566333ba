import { liveProgress } from "./live-progress.js";
import { noProgress, plainProgress, type Progress } from "./progress.js";

export type ProgressChoice = {
  readonly silent: boolean;
  /** Tell each statement. */
  readonly statements: boolean;
};

/** Progress on stderr: one line that is written over where a person sits, plain lines elsewhere and in CI. */
export function openProgress({ silent, statements }: ProgressChoice): Progress {
  if (silent) return noProgress;
  const { stderr, env } = process;
  if (stderr.isTTY && env["CI"] === undefined && env["TERM"] !== "dumb") {
    return liveProgress(stderr, statements);
  }
  return plainProgress((line) => stderr.write(`${line}\n`), statements);
}
