import { relative } from "node:path";
import { Args, Flags } from "@oclif/core";
import { init } from "../action/init.js";
import type { InitOptions, InitResult } from "../action/init.js";
import { AthanorError } from "../error/athanor-error.js";
import { choose } from "../report/choose.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Init extends AthanorCommand {
  static override summary =
    "Prepare a project: configuration, env.ts, the template and the folder of revisions.";
  static override description =
    "Finds the project's data source, or takes --data-source. Follows the project's language and module kind, " +
    "overwrites nothing, and leaves nothing half-written.";
  static override examples = [
    "<%= config.bin %> init",
    "<%= config.bin %> init database/migrations -d src/data-source.ts",
  ];
  static override args = {
    directory: Args.string({
      default: "migrations",
      description: "folder of env.ts and the revisions",
    }),
  };
  static override flags = {
    template: Flags.string({
      char: "t",
      default: "generic",
      description: "what to copy; see list-templates",
    }),
  };

  async run(): Promise<InitResult> {
    const { args, flags } = await this.parse(Init);
    const dataSource = flags["data-source"];
    const result = await this.initialize({
      directory: args.directory,
      template: flags.template,
      ...(dataSource === undefined ? {} : { dataSource }),
    });
    for (const path of result.written) this.print(`Wrote ${relative(process.cwd(), path)}`);
    this.inform(
      flags,
      `Next: ${this.config.bin} revision --autogenerate -m "..." and ${this.config.bin} upgrade head`,
    );
    return result;
  }

  /** Where the project exports several data sources, a person at a terminal is asked which one is meant. */
  private async initialize(options: InitOptions): Promise<InitResult> {
    try {
      return await init(options);
    } catch (failure) {
      const candidates = candidatesOf(failure);
      if (candidates === undefined || this.jsonEnabled() || !isTerminal()) throw failure;
      const dataSource = await choose("Which data source is meant?", candidates);
      return init({ ...options, dataSource });
    }
  }
}

function candidatesOf(failure: unknown): readonly string[] | undefined {
  if (!(failure instanceof AthanorError) || failure.code !== "AMBIGUOUS_DATA_SOURCE")
    return undefined;
  const { candidates } = failure.facts;
  return Array.isArray(candidates) ? candidates.map(String) : undefined;
}

function isTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}
