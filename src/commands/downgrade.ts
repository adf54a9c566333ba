import * as Args from "@oclif/core/args";
import { downgrade } from "../action/downgrade.js";
import { downgradePlan, type PlanResult } from "../action/plan.js";
import { downgradeScript, type ScriptResult } from "../action/script.js";
import type { MigrateResult } from "../action/migrate.js";
import { describePlans } from "../report/plan.js";
import { describeRuns } from "../report/run.js";
import { AthanorCommand } from "./athanor-command.js";
import { migrateFlags } from "./migrate-flags.js";

export default class Downgrade extends AthanorCommand {
  static override summary = "Undo revisions down to a target.";
  static override description =
    "The target is a revision or the beginning of its id, base, a tag, or relative: -1, label@-1.\n" +
    "A failure leaves the database as it was.";
  static override examples = [
    "<%= config.bin %> downgrade -1",
    "<%= config.bin %> downgrade ae10",
    "<%= config.bin %> downgrade -1 --plan",
    "<%= config.bin %> downgrade -1 --sql > downgrade.sql",
    "<%= config.bin %> downgrade head:ae10 --sql > downgrade.sql",
    "<%= config.bin %> downgrade base",
  ];
  static override args = {
    revision: Args.string({ required: true, description: "where to go" }),
  };
  static override flags = migrateFlags;

  async run(): Promise<MigrateResult | PlanResult | ScriptResult> {
    const { args, flags } = await this.parse(Downgrade);
    const target = args.revision;
    if (flags.sql)
      return this.printScripts(flags, downgradeScript(this.scriptOptions(flags, target)));
    if (flags.plan) {
      const planned = await downgradePlan(this.planOptions(flags, target));
      this.warnAll(flags, planned.notes);
      this.print(describePlans(planned.databases));
      return planned;
    }
    const result = await downgrade({ ...this.migrateOptions(flags), target });
    this.warnAll(flags, result.notes);
    this.print(describeRuns(result.databases));
    return result;
  }
}
