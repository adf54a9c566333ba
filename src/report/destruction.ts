import { hasCode } from "../error/athanor-error.js";
import type { Destruction, ConfirmDestruction } from "../runner/run-request.js";
import { interruptedBy } from "../error/interrupted.js";
import { count } from "./duration.js";
import { prompt, type Streams } from "./prompt.js";

/** `"default": drops the column "bio" and its values; 3 rows lose something (DROPS_COLUMN)`. */
export function destructionText({ message, rows, sampled, code }: Destruction): string {
  const many = `${sampled ? "at least " : ""}${count(rows, "row")}`;
  return `this ${message}; ${many} ${rows === 1 ? "loses" : "lose"} something (${code})`;
}

/**
 * Asks a person at a terminal whether to go on. The default is no. Ctrl+C ends the run, as it does wherever else the run
 * is: `INTERRUPTED`.
 */
export function confirmAtTerminal(streams?: Streams): ConfirmDestruction {
  return (destruction) => {
    const where = destruction.database === "default" ? "" : ` in "${destruction.database}"`;
    const message = `Go on${where}? ${destructionText(destruction)}`;
    const answer = prompt(({ confirm }) => confirm({ message, default: false }, streams));
    return answer.catch((error: unknown) => {
      const isCancelled = hasCode(error, "CANCELLED");
      throw isCancelled ? interruptedBy(AbortSignal.abort("SIGINT"), "at a question") : error;
    });
  };
}
