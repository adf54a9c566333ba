import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { stamp } from "../action/stamp.js";
import type { StampResult } from "../action/stamp.js";
import type { ScriptResult } from "../action/script.js";
import { stampAdopted } from "../adopt/stamp-adopted.js";
import { stampScript } from "../action/version-script.js";
import { place } from "../report/run.js";
import { AthanorCommand } from "./athanor-command.js";
import { databaseFlag, tagFlag } from "./global-flags.js";

export default class Stamp extends AthanorCommand {
  static override summary = "Set the version rows without running anything.";
  static override examples = [
    "<%= config.bin %> stamp head",
    "<%= config.bin %> stamp --purge ae10",
    "<%= config.bin %> stamp --adopted",
  ];
  static override strict = false;
  static override args = {
    revision: Args.string({ description: "one revision or several; none with --adopted" }),
  };
  static override flags = {
    database: databaseFlag,
    tag: tagFlag,
    sql: Flags.boolean({
      exclusive: ["purge"],
      description: "print the SQL instead of running it; the target may be from:to",
    }),
    purge: Flags.boolean({ description: "forget all rows first, whatever they are" }),
    adopted: Flags.boolean({
      exclusive: ["purge", "sql"],
      description:
        "what TypeORM's own migrations table says has been run; a database that has version rows stays as it is",
    }),
  };

  async run(): Promise<StampResult | ScriptResult> {
    const { argv, flags } = await this.parse(Stamp);
    const targets = argv.map(String);
    if (flags.adopted && targets.length > 0)
      this.error("--adopted takes no revision.", { exit: 2 });
    if (!flags.adopted && targets.length === 0)
      this.error("Name a revision: the one whose schema the database has.", {
        exit: 2,
        suggestions: ["athanor stamp head", "athanor stamp base", "athanor stamp --adopted"],
      });
    if (flags.sql) {
      return this.printScripts(flags, stampScript({ ...this.projectOptions(flags), targets }));
    }
    const options = this.runOptions(flags);
    const result = flags.adopted
      ? await stampAdopted(options)
      : await stamp({ ...options, targets, purge: flags.purge });
    for (const { database, to } of result.databases) {
      this.print(`Database "${database}" is stamped ${place(to)}.`);
    }
    return result;
  }
}
