import * as Args from "@oclif/core/args";
import { upgrade } from "../action/upgrade.js";
import { upgradePlan, type PlanResult } from "../action/plan.js";
import { upgradeScript, type ScriptResult } from "../action/script.js";
import type { MigrateResult } from "../action/migrate.js";
import { describePlans } from "../report/plan.js";
import { describeRuns } from "../report/run.js";
import { AthanorCommand } from "./athanor-command.js";
import { migrateFlags } from "./migrate-flags.js";

export default class Upgrade extends AthanorCommand {
  static override summary = "Apply revisions up to a target.";
  static override description =
    "The target is a revision or the beginning of its id, head (default), heads, a branch label, label@head, a tag, or relative: +2, ae10+1.\n" +
    "A failure leaves the database as it was.";
  static override examples = [
    "<%= config.bin %> upgrade head",
    "<%= config.bin %> upgrade +1",
    "<%= config.bin %> upgrade ae10",
    "<%= config.bin %> upgrade --plan",
    "<%= config.bin %> upgrade ae10:head --sql > upgrade.sql",
  ];
  static override args = {
    revision: Args.string({ default: "head", description: "where to go" }),
  };
  static override flags = migrateFlags;

  async run(): Promise<MigrateResult | PlanResult | ScriptResult> {
    const { args, flags } = await this.parse(Upgrade);
    const target = args.revision;
    if (flags.sql)
      return this.printScripts(flags, upgradeScript(this.scriptOptions(flags, target)));
    if (flags.plan) {
      const planned = await upgradePlan(this.planOptions(flags, target));
      this.warnAll(flags, planned.notes);
      this.print(describePlans(planned.databases));
      return planned;
    }
    const result = await upgrade({ ...this.migrateOptions(flags), target });
    this.warnAll(flags, result.notes);
    this.print(describeRuns(result.databases));
    return result;
  }
}
