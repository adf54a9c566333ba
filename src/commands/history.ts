import * as Flags from "@oclif/core/flags";
import { history } from "../action/history.js";
import type { HistoryResult } from "../action/history.js";
import { describeGraph } from "../report/graph.js";
import { describeHistory } from "../report/history.js";
import { AthanorCommand } from "./athanor-command.js";
import { databaseFlag, globalFlags } from "./global-flags.js";

export default class History extends AthanorCommand {
  static override summary = "List the revisions, newest first.";
  static override description =
    "Reads the headers of the files and runs none of them. Here -n is --limit; name an environment with --name.";
  static override examples = [
    "<%= config.bin %> history -n 20",
    "<%= config.bin %> history -r ae10:head -v",
    "<%= config.bin %> history -r -3:current",
    "<%= config.bin %> history --graph -i",
  ];
  static override baseFlags = {
    ...globalFlags,
    name: Flags.string({
      helpGroup: "GLOBAL",
      helpValue: "ENVIRONMENT",
      description: "the named environment of the configuration",
    }),
  };
  static override flags = {
    database: databaseFlag,
    range: Flags.string({
      char: "r",
      helpValue: "A:B",
      description: "from A to B, both with them",
    }),
    limit: Flags.integer({ char: "n", min: 1, description: "how many, counted from the newest" }),
    verbose: Flags.boolean({ char: "v", description: "everything a header tells" }),
    "indicate-current": Flags.boolean({
      char: "i",
      description: "ask the database, and mark where it stands and what is pending",
    }),
    graph: Flags.boolean({
      description: "draw the branches, as git log --graph does; dotted lines are dependencies",
    }),
  };

  async run(): Promise<HistoryResult> {
    const { flags } = await this.parse(History);
    const { range, limit } = flags;
    const result = await history({
      ...this.projectOptions(flags),
      ...(range === undefined ? {} : { range }),
      ...(limit === undefined ? {} : { limit }),
      indicateCurrent: flags["indicate-current"],
    });
    this.warnAll(flags, result.notes);
    this.print(flags.graph ? drawn(result, flags.verbose) : describeHistory(result, flags.verbose));
    return result;
  }
}

/** Lines are cut to the terminal; where there is none, a line is as long as it is. */
function drawn(result: HistoryResult, verbose: boolean): string {
  const { isTTY, columns } = process.stdout;
  return describeGraph(result, isTTY ? { verbose, columns } : { verbose });
}
