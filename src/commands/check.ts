import { describeQuestions } from "../report/question.js";
import { check } from "../action/check.js";
import type { CheckResult } from "../action/check.js";
import { annotate, annotateCheck } from "../report/annotation.js";
import { describeCheck } from "../report/check.js";
import { describeUnmanaged, describeWarnings } from "../report/difference.js";
import { AthanorCommand } from "./athanor-command.js";
import { databaseFlag, inProject } from "./global-flags.js";

export default class Check extends AthanorCommand {
  static override summary = "Say whether autogenerate would find something. For CI.";
  static override description =
    "Exits 3 where it would, or where a revision file was edited after it was applied, and lists it. Changes nothing.";

  static override flags = { database: databaseFlag };

  async run(): Promise<CheckResult> {
    const { flags } = await this.parse(Check);
    const result = await check(this.projectOptions(flags));
    this.warnAll(flags, result.notes);
    const quiet = this.jsonEnabled() ? { quiet: true } : flags;
    for (const warning of describeWarnings(result.databases)) this.inform(quiet, warning);
    this.inform(quiet, describeUnmanaged(result.databases));
    this.print(describeCheck(result.databases));
    this.inform(
      quiet,
      describeQuestions(result.databases, inProject("athanor revision --autogenerate", flags)),
    );
    annotate(annotateCheck(result.databases));
    if (!result.clean) this.findSomething();
    return result;
  }
}
