import * as Flags from "@oclif/core/flags";
import { ensureVersion } from "../action/ensure-version.js";
import type { EnsureVersionResult } from "../action/ensure-version.js";
import { ensureVersionScript } from "../action/version-script.js";
import type { ScriptResult } from "../action/script.js";
import { AthanorCommand } from "./athanor-command.js";
import { databaseFlag } from "./global-flags.js";

export default class EnsureVersion extends AthanorCommand {
  static override summary = "Create the version table and the log where they are missing.";

  static override flags = {
    database: databaseFlag,
    sql: Flags.boolean({ description: "print the SQL instead of running it" }),
  };

  async run(): Promise<EnsureVersionResult | ScriptResult> {
    const { flags } = await this.parse(EnsureVersion);
    if (flags.sql) return this.printScripts(flags, ensureVersionScript(this.projectOptions(flags)));
    const result = await ensureVersion(this.runOptions(flags));
    for (const { database, created } of result.databases) {
      this.print(created ? `Created in "${database}".` : `Already there in "${database}".`);
    }
    return result;
  }
}
