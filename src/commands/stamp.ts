import { Args, Flags } from "@oclif/core";
import { stamp } from "../action/stamp.js";
import type { StampResult } from "../action/stamp.js";
import type { ScriptResult } from "../action/script.js";
import { stampScript } from "../action/version-script.js";
import { place } from "../report/run.js";
import { AthanorCommand, databaseFlag, tagFlag } from "./athanor-command.js";

export default class Stamp extends AthanorCommand {
  static override summary = "Set the version rows without running anything.";
  static override examples = [
    "<%= config.bin %> stamp head",
    "<%= config.bin %> stamp --purge ae10",
  ];
  static override strict = false;
  static override args = {
    revision: Args.string({ required: true, description: "one revision or several" }),
  };
  static override flags = {
    database: databaseFlag,
    tag: tagFlag,
    sql: Flags.boolean({
      exclusive: ["purge"],
      description: "print the SQL instead of running it; the target may be from:to",
    }),
    purge: Flags.boolean({ description: "forget all rows first, whatever they are" }),
  };

  async run(): Promise<StampResult | ScriptResult> {
    const { argv, flags } = await this.parse(Stamp);
    const targets = argv.map(String);
    if (flags.sql) {
      return this.printScripts(flags, stampScript({ ...this.projectOptions(flags), targets }));
    }
    const result = await stamp({ ...this.runOptions(flags), targets, purge: flags.purge });
    for (const { database, to } of result.databases) {
      this.print(`Database "${database}" is stamped ${place(to)}.`);
    }
    return result;
  }
}
