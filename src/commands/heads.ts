import * as Flags from "@oclif/core/flags";
import { heads } from "../action/heads.js";
import type { HeadsResult } from "../action/heads.js";
import { describeHeads } from "../report/history.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Heads extends AthanorCommand {
  static override summary = "List the revisions that nothing builds on.";
  static override examples = ["<%= config.bin %> heads", "<%= config.bin %> heads --pending"];
  static override flags = {
    verbose: Flags.boolean({ char: "v", description: "everything a header tells" }),
    "resolve-dependencies": Flags.boolean({
      description: "leave out what only a dependency keeps from being a head",
    }),
    pending: Flags.boolean({ description: "ask the database, and mark what is not yet applied" }),
  };

  async run(): Promise<HeadsResult> {
    const { flags } = await this.parse(Heads);
    const result = await heads({
      ...this.projectOptions(flags),
      resolveDependencies: flags["resolve-dependencies"],
      pending: flags.pending,
    });
    this.warnAll(flags, result.notes);
    this.print(describeHeads(result, flags.verbose));
    return result;
  }
}
