import { describeQuestions } from "../report/question.js";
import * as Flags from "@oclif/core/flags";
import { diff } from "../action/diff.js";
import type { DiffResult } from "../action/diff.js";
import { describeDifferences, describeUnmanaged, describeWarnings } from "../report/difference.js";
import { AthanorCommand } from "./athanor-command.js";
import { databaseFlag, inProject } from "./global-flags.js";

export default class Diff extends AthanorCommand {
  static override summary = "Print what autogenerate would write, without writing it.";
  static override examples = ["<%= config.bin %> diff", "<%= config.bin %> diff --sql"];
  static override flags = {
    database: databaseFlag,
    sql: Flags.boolean({ description: "as the statements for this database" }),
  };

  async run(): Promise<DiffResult> {
    const { flags } = await this.parse(Diff);
    const result = await diff({ ...this.projectOptions(flags), sql: flags.sql });
    const quiet = this.jsonEnabled() ? { quiet: true } : flags;
    this.warnAll(flags, result.notes);
    for (const warning of describeWarnings(result.databases)) this.inform(quiet, warning);
    this.inform(quiet, describeUnmanaged(result.databases));
    this.inform(
      quiet,
      describeQuestions(result.databases, inProject("athanor revision --autogenerate", flags)),
    );
    this.print(flags.sql ? statementsOf(result) : describeDifferences(result.databases));
    if (result.databases.every(({ operations }) => operations.length === 0)) {
      this.inform(quiet, "No differences: the database is as the entities want it.");
    }
    return result;
  }
}

function statementsOf({ databases }: DiffResult): string {
  return databases
    .flatMap(({ database, sql = [] }) => [
      ...(databases.length > 1 ? [`-- ${database}`] : []),
      ...sql,
    ])
    .join("\n");
}
