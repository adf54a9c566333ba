import * as Flags from "@oclif/core/flags";
import type { OnHazards } from "../compare/preview-hazards.js";
import type { AskBackfill } from "../compare/question.js";
import { askBackfill } from "../report/ask.js";
import type { ConfirmDestruction } from "../runner/run-request.js";
import { confirmAtTerminal } from "../report/destruction.js";
import { describeDangers } from "../report/difference.js";
import type { Progress } from "../report/progress.js";
import type { Streams } from "../report/prompt.js";

/** Of the commands that may ask something. */
export const noInput = Flags.boolean({
  description: "ask nothing, as where there is no terminal",
});

/** Questions go to stderr, as all that is not the result. */
export const terminal: Streams = { input: process.stdin, output: process.stderr };

/** Is there a person to ask? Some machines that nobody watches give a terminal: they say `CI`. */
export function isAttended(flags: { readonly "no-input": boolean }, json: boolean): boolean {
  return !flags["no-input"] && !json && isTerminal();
}

function isTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY && process.env["CI"] === undefined;
}

/** What a run asks and tells before values of rows are destroyed, or are missing. */
export type Guarding = {
  readonly confirmDestruction: ConfirmDestruction;
  readonly onHazards?: OnHazards;
  readonly askBackfill?: AskBackfill;
};

export type Attendance = {
  readonly attended: boolean;
  readonly inform: (text: string) => void;
  /** Has the terminal to itself meanwhile. */
  readonly aside: Progress["aside"];
  /** Takes the question away. */
  readonly signal: AbortSignal;
};

/** Where there is nobody to ask, nothing is destroyed that is not allowed to be. */
export function guarding({ attended, inform, aside, signal }: Attendance): Guarding {
  if (!attended) return { confirmDestruction: () => Promise.resolve(false) };
  const confirm = confirmAtTerminal({ ...terminal, signal });
  return {
    confirmDestruction: (destruction) => aside(() => confirm(destruction)),
    askBackfill: (question) => aside(() => askBackfill(question, { ...terminal, signal })),
    onHazards: (database, hazards) => inform(describeDangers(database, hazards)),
  };
}
