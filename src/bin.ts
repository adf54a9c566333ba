import { flush, handle, run as runCommand } from "@oclif/core";
import { printUsageError, usageExit } from "./commands/error-document.js";

/** Runs the command line with these arguments: what `bin/athanor.js` does. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    await runCommand([...args], import.meta.url);
    await flush();
  } catch (failure) {
    if (!(failure instanceof Error)) throw failure;
    // A command prints its own failures; here end those of a command that does not exist.
    const usage = usageExit(failure);
    if (usage === undefined || !args.includes("--json") || isExit(failure)) return handle(failure);
    printUsageError(failure, usage);
  }
}

/** A command that has printed ends with this. */
function isExit(failure: Error): boolean {
  return "code" in failure && failure.code === "EEXIT";
}
