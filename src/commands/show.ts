import * as Args from "@oclif/core/args";
import { show } from "../action/show.js";
import type { ShowResult } from "../action/show.js";
import { describeShown } from "../report/history.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Show extends AthanorCommand {
  static override summary = "Show a revision, and what it does, operation by operation.";
  static override examples = ["<%= config.bin %> show head", "<%= config.bin %> show ae10"];
  static override args = {
    revision: Args.string({ required: true, description: "which revision" }),
  };

  async run(): Promise<ShowResult> {
    const { args, flags } = await this.parse(Show);
    const result = await show({ ...this.projectOptions(flags), revision: args.revision });
    this.warnAll(flags, result.notes);
    this.print(describeShown(result));
    return result;
  }
}
