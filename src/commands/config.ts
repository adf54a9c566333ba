import { config } from "../action/config.js";
import type { ConfigResult } from "../action/config.js";
import { describeConfig } from "../report/config.js";
import { AthanorCommand } from "./athanor-command.js";
import { databaseFlag } from "./global-flags.js";

export default class Config extends AthanorCommand {
  static override summary =
    "Print every effective value of the configuration, and where it came from.";
  static override description =
    "Of athanor.config and of env.ts, which is run; no database is connected to. Passwords are masked; durations are in milliseconds.";
  static override examples = [
    "<%= config.bin %> config",
    "<%= config.bin %> config -n staging --json",
  ];
  static override flags = { database: databaseFlag };

  async run(): Promise<ConfigResult> {
    const { flags } = await this.parse(Config);
    const result = await config(this.projectOptions(flags));
    this.warnAll(flags, result.notes);
    this.print(describeConfig(result));
    return result;
  }
}
