import { parseArgsStringToArgv } from "string-argv";
import { AthanorError } from "../error/athanor-error.js";
import type { CommandResult, RunCommand } from "./command.js";
import { messageOf } from "../error/thrown.js";

/** A command that runs on each revision file just written. `{file}` stands for its path. */
export type PostWriteHook = {
  readonly name: string;
  /** A program and its arguments, quoted as in a shell; no shell runs it. */
  readonly command: string;
};

export type HookRequest = {
  readonly hooks: readonly PostWriteHook[];
  /** Absolute path of the file just written. */
  readonly file: string;
  /** Absolute path of the project: where the commands run. */
  readonly folder: string;
  readonly run: RunCommand;
};

function failed(hook: PostWriteHook, file: string, reason: string, cause?: unknown): AthanorError {
  return new AthanorError({
    code: "HOOK_FAILED",
    message: `The post-write hook "${hook.name}" (${hook.command}) failed: ${reason} The file "${file}" stays.`,
    suggestions: [`Run it by hand: ${hook.command.replaceAll("{file}", file)}`],
    facts: { hook: hook.name, command: hook.command, file },
    cause,
  });
}

async function runHook(hook: PostWriteHook, request: HookRequest): Promise<CommandResult> {
  const [program, ...parameters] = parseArgsStringToArgv(hook.command).map((word) =>
    word.replaceAll("{file}", request.file),
  );
  if (program === undefined) throw failed(hook, request.file, "its command is empty.");
  return request.run(program, parameters, request.folder).catch((cause: unknown) => {
    const reason = messageOf(cause);
    throw failed(hook, request.file, `${reason}.`, cause);
  });
}

/**
 * Runs the hooks one after the other; the first that fails ends it.
 *
 * @throws AthanorError `HOOK_FAILED`, with what the command printed.
 */
export async function runHooks(request: HookRequest): Promise<void> {
  for (const hook of request.hooks) {
    const { exitCode, output } = await runHook(hook, request);
    if (exitCode === 0) continue;
    const ending = exitCode === undefined ? "a signal ended it" : `it exited with ${exitCode}`;
    const printed = output.trim() === "" ? "" : `\n${output.trimEnd()}\n`;
    throw failed(hook, request.file, `${ending}.${printed}`);
  }
}
