import * as Flags from "@oclif/core/flags";
import { current } from "../action/current.js";
import type { CurrentResult } from "../action/current.js";
import { describeCurrent } from "../report/current.js";
import { AthanorCommand } from "./athanor-command.js";
import { databaseFlag } from "./global-flags.js";

export default class Current extends AthanorCommand {
  static override summary = "Say which revisions the database has.";
  static override description =
    "Changes nothing: where there is no version table, no revision is applied. " +
    "With --check-heads, exits 3 unless all heads are applied.";
  static override examples = [
    "<%= config.bin %> current -v",
    "<%= config.bin %> current --check-heads",
  ];
  static override flags = {
    database: databaseFlag,
    verbose: Flags.boolean({
      char: "v",
      description: "when, by whom, how long, and the database's address",
    }),
    "check-heads": Flags.boolean({ description: "exit 3 unless all heads are applied" }),
  };

  async run(): Promise<CurrentResult> {
    const { flags } = await this.parse(Current);
    const { verbose } = flags;
    const result = await current({ ...this.projectOptions(flags), verbose });
    this.warnAll(flags, result.notes);
    this.print(describeCurrent(result, verbose));
    if (flags["check-heads"]) this.reportMissing(result);
    return result;
  }

  private reportMissing({ databases }: CurrentResult): void {
    const behind = databases.filter(({ atHeads }) => !atHeads);
    for (const { database, missing } of behind) {
      this.logToStderr(`Database "${database}" lacks ${missing.join(", ")}.`);
    }
    if (behind.length > 0) this.findSomething();
  }
}
