import { relative } from "node:path";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { merge } from "../action/merge.js";
import type { MergeResult } from "../action/merge.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Merge extends AthanorCommand {
  static override summary = "Write a revision that joins several.";
  static override description =
    "It does nothing itself; what comes after it builds on all that it joins. To put one line after the other instead, see rebase.";
  static override examples = [
    "<%= config.bin %> merge heads",
    '<%= config.bin %> merge ae10 27c6 -m "bring billing and shop together"',
  ];
  static override strict = false;
  static override args = {
    revision: Args.string({ required: true, description: "several revisions, or heads" }),
  };
  static override flags = {
    message: Flags.string({ char: "m", description: "why (default: names what it joins)" }),
    "branch-label": Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "LABEL",
      description: "a label for the branch that begins here; repeatable",
    }),
    "rev-id": Flags.string({ helpValue: "ID", description: "the id, instead of a random one" }),
    splice: Flags.boolean({ description: "allow revisions that already have children" }),
  };

  async run(): Promise<MergeResult> {
    const { argv, flags } = await this.parse(Merge);
    const { message, splice, "rev-id": revId } = flags;
    const result = await merge({
      ...this.projectOptions(flags),
      ...(message === undefined ? {} : { message }),
      ...(revId === undefined ? {} : { revId }),
      revisions: argv.map(String),
      branchLabel: flags["branch-label"] ?? [],
      splice,
    });
    this.warnAll(flags, result.notes);
    this.inform(flags, `Revision ${result.revision} joins ${result.downRevision.join(", ")}.`);
    this.print(`Wrote ${relative(process.cwd(), result.path)}`);
    return result;
  }
}
