import { AthanorError } from "../error/athanor-error.js";

/** Where a person types and reads. Default: the terminal. */
export type Streams = {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Takes the question away: it is then answered by a failure. */
  readonly signal?: AbortSignal;
};

type Prompts = typeof import("@inquirer/prompts");

/**
 * Asks one question. Loaded when first needed: most runs ask nothing.
 *
 * @throws AthanorError `CANCELLED` where the person ends it with Ctrl+C.
 */
export async function prompt<Answer>(
  question: (prompts: Prompts) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await question(await import("@inquirer/prompts"));
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== "ExitPromptError") throw cause;
    throw new AthanorError({
      code: "CANCELLED",
      message: "Cancelled at a question: nothing was written.",
      cause,
    });
  }
}
