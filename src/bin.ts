import { Config } from "@oclif/core/config";
import { CLIError } from "@oclif/core/errors";
import { flush } from "@oclif/core/flush";
import { handle } from "@oclif/core/handle";
import { run as runCommand } from "@oclif/core/run";
import { printUsageError, usageExit } from "./commands/error-document.js";
import { unknownCommand } from "./report/unknown-command.js";

/** Runs the command line with these arguments: what `bin/athanor.js` does. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    await runCommand([...args], import.meta.url);
    await flush();
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const failure = await inPlainWords(thrown, args);
    // A command prints its own failures; here end those of a command that does not exist.
    const usage = usageExit(failure);
    if (usage === undefined || !args.includes("--json") || isExit(failure)) return handle(failure);
    printUsageError(failure, usage);
  }
}

/** Of a command that is not there, oclif says no more than that. */
async function inPlainWords(failure: Error, args: readonly string[]): Promise<Error> {
  if (!/^command \S+ not found$/.test(failure.message)) return failure;
  const { commandIDs } = await Config.load(import.meta.url);
  const { message, suggestions } = unknownCommand(args, commandIDs);
  return new CLIError(message, { exit: 2, suggestions: [...suggestions] });
}

/** A command that has printed ends with this. */
function isExit(failure: Error): boolean {
  return "code" in failure && failure.code === "EEXIT";
}
