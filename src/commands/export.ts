import { relative } from "node:path";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { exportMigrations } from "../action/export-migrations.js";
import type { ExportResult } from "../action/export-migrations.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Export extends AthanorCommand {
  static override summary = "Write revisions as migrations of another tool.";
  static override description =
    "typeorm: files with a MigrationInterface, whose up and down are plain SQL for the database of env.ts. Needs no database.\n" +
    "Revisions that init --adopt made are left out: their migrations are there.";
  static override examples = [
    "<%= config.bin %> export typeorm -o src/migrations",
    "<%= config.bin %> export typeorm v1.3:head -o src/migrations",
  ];
  static override args = {
    tool: Args.string({ required: true, options: ["typeorm"], description: "whose migrations" }),
    range: Args.string({
      description: "from:to, or a revision to begin with nothing (default: heads)",
    }),
  };
  static override flags = {
    output: Flags.string({
      char: "o",
      required: true,
      helpValue: "DIR",
      description: "folder of the files; nothing in it is overwritten",
    }),
  };

  async run(): Promise<ExportResult> {
    const { args, flags } = await this.parse(Export);
    const result = await exportMigrations({
      ...this.projectOptions(flags),
      output: flags.output,
      ...(args.range === undefined ? {} : { range: args.range }),
    });
    this.warnAll(flags, result.notes);
    for (const path of result.written) this.print(`Wrote ${relative(process.cwd(), path)}`);
    const { adopted } = result;
    if (adopted.length > 0)
      this.inform(
        flags,
        `Left out, because they run migrations that are there: ${adopted.length}.`,
      );
    return result;
  }
}
