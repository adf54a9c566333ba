import { parseArgsStringToArgv } from "string-argv";
import { x } from "tinyexec";
import { AthanorError } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";

/** Runs an editor in the terminal of the person and waits for it. Gives its exit code, none where a signal ended it; rejects when it cannot be started. */
export type RunEditor = (
  program: string,
  parameters: readonly string[],
) => Promise<number | undefined>;

export type EditRequest = {
  /** Absolute. */
  readonly paths: readonly string[];
  readonly env: { readonly VISUAL?: string | undefined; readonly EDITOR?: string | undefined };
  readonly run: RunEditor;
};

export const runEditor: RunEditor = async (program, parameters) => {
  const { exitCode } = await x(program, parameters, { nodeOptions: { stdio: "inherit" } });
  return exitCode;
};

/**
 * Opens files in `$VISUAL`, or `$EDITOR`, which may be a program with arguments: `code --wait`. Waits until it is closed.
 *
 * @returns the command that ran.
 * @throws AthanorError `NO_EDITOR`, `EDITOR_FAILED`
 */
export async function openInEditor({ paths, env, run }: EditRequest): Promise<string> {
  const command = env.VISUAL?.trim() || env.EDITOR?.trim() || "";
  const [program, ...parameters] = parseArgsStringToArgv(command);
  if (program === undefined) throw noEditor(paths);
  const exitCode = await run(program, [...parameters, ...paths]).catch((cause: unknown) => {
    throw editorFailed(command, messageOf(cause), cause);
  });
  if (exitCode === 0) return command;
  throw editorFailed(
    command,
    exitCode === undefined ? "a signal ended it" : `it exited with ${exitCode}`,
  );
}

function noEditor(paths: readonly string[]): AthanorError {
  return new AthanorError({
    code: "NO_EDITOR",
    message: `Neither $VISUAL nor $EDITOR is set, and one of them must name the editor. The file is ${paths.map((path) => `"${path}"`).join(", ")}.`,
    suggestions: ["EDITOR=nano athanor edit head", 'EDITOR="code --wait" athanor edit head'],
    facts: { paths },
  });
}

function editorFailed(command: string, reason: string, cause?: unknown): AthanorError {
  return new AthanorError({
    code: "EDITOR_FAILED",
    message: `The editor "${command}" failed: ${reason}. $VISUAL, then $EDITOR, names it.`,
    suggestions: ["EDITOR=nano athanor edit head"],
    facts: { command },
    cause,
  });
}
