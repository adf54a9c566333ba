import { relative } from "node:path";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { rebase } from "../action/rebase.js";
import type { RebaseResult } from "../action/rebase.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Rebase extends AthanorCommand {
  static override summary = "Give a revision another parent, in its file.";
  static override description =
    "Where two people each wrote a revision, the history has two heads; this puts one after the other, and all that builds on it comes along. " +
    "Rewrites downRevision and the header comment. Refuses a revision that a database has applied.";
  static override examples = [
    "<%= config.bin %> rebase 27c6 --onto ae10",
    "<%= config.bin %> rebase 27c6 --onto billing@head",
  ];
  static override args = {
    revision: Args.string({ required: true, description: "the revision to move" }),
  };
  static override flags = {
    onto: Flags.string({
      required: true,
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "REV",
      description: "its new parent, or base; repeatable for a merge",
    }),
  };

  async run(): Promise<RebaseResult> {
    const { args, flags } = await this.parse(Rebase);
    const { revision } = args;
    const result = await rebase({ ...this.projectOptions(flags), revision, onto: flags.onto });
    this.warnAll(flags, result.notes);
    this.print(told(result));
    if (result.written) this.inform(flags, `Rewrote ${relative(process.cwd(), result.path)}`);
    return result;
  }
}

function told({ revision, before, downRevision, written }: RebaseResult): string {
  const now = nameAll(downRevision);
  if (!written) return `Nothing to do: ${revision} already revises ${now}.`;
  return `${revision} now revises ${now} (before: ${nameAll(before)}).`;
}

function nameAll(ids: readonly string[]): string {
  return ids.join(" and ") || "base";
}
