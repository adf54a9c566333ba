import { Config } from "@oclif/core/config";
import { CLIError } from "@oclif/core/errors";
import { handle } from "@oclif/core/handle";
import { run as runCommand } from "@oclif/core/run";
import { printUsageError, usageExit } from "./commands/error-document.js";
import { drained } from "./commands/own-stdout.js";
import { unknownCommand, wordsAsFlags } from "./report/unknown-command.js";

/** Runs the command line with these arguments: what `bin/athanor.js` does. */
export async function run(args: readonly string[]): Promise<void> {
  const config = await Config.load(import.meta.url);
  try {
    await runCommand([...wordsAsFlags(args)], config);
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const failure = inPlainWords(thrown, args, config);
    // A command prints its own failures; here end those of a command that does not exist.
    const usage = usageExit(failure);
    const isPrinted = usage === undefined || !args.includes("--json") || isExit(failure);
    if (!isPrinted) return printUsageError(failure, usage);
    // It ends the process, whatever the reader of a pipe has read until then.
    await drained();
    return handle(failure);
  }
  await drained();
}

/** Of a command that is not there, oclif says no more than that. */
function inPlainWords(failure: Error, args: readonly string[], { commandIDs }: Config): Error {
  if (!/^command \S+ not found$/.test(failure.message)) return failure;
  const { message, suggestions } = unknownCommand(args, commandIDs);
  return new CLIError(message, { exit: 2, suggestions: [...suggestions] });
}

/** A command that has printed ends with this. */
function isExit(failure: Error): boolean {
  return "code" in failure && failure.code === "EEXIT";
}
