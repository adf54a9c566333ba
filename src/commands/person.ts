import { Flags } from "@oclif/core";
import type { ConfirmDestruction } from "../runner/destruction.js";
import { confirmAtTerminal } from "../report/destruction.js";
import type { Streams } from "../report/prompt.js";

/** Of the commands that may ask something. */
export const noInput = Flags.boolean({
  description: "ask nothing, as where there is no terminal",
});

/** Questions go to stderr, as all that is not the result. */
export const terminal: Streams = { input: process.stdin, output: process.stderr };

/** Is there a person to ask? */
export function isAttended(flags: { readonly "no-input": boolean }, json: boolean): boolean {
  return !flags["no-input"] && !json && process.stdin.isTTY && process.stderr.isTTY;
}

/** Where there is nobody to ask, nothing is destroyed that is not allowed to be. */
export function confirmer(attended: boolean): ConfirmDestruction {
  return attended ? confirmAtTerminal(terminal) : () => Promise.resolve(false);
}
