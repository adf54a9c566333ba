import * as Flags from "@oclif/core/flags";
import { branches } from "../action/branches.js";
import type { BranchesResult } from "../action/branches.js";
import { describeBranches } from "../report/history.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Branches extends AthanorCommand {
  static override summary = "List the revisions that several others revise.";
  static override flags = {
    verbose: Flags.boolean({ char: "v", description: "everything a header tells" }),
  };

  async run(): Promise<BranchesResult> {
    const { flags } = await this.parse(Branches);
    const result = await branches(this.projectOptions(flags));
    this.warnAll(flags, result.notes);
    this.print(describeBranches(result, flags.verbose));
    return result;
  }
}
