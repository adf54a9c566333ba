import { relative } from "node:path";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { init } from "../action/init.js";
import type { InitOptions, InitResult } from "../action/init.js";
import { hasCode } from "../error/athanor-error.js";
import { askMigrations, choose } from "../report/choose.js";
import { place } from "../report/run.js";
import { AthanorCommand } from "./athanor-command.js";
import { isAttended, terminal } from "./person.js";

export default class Init extends AthanorCommand {
  static override summary =
    "Prepare a project: configuration, env.ts, the template and the folder of revisions.";
  static override description =
    "Finds the project's data source, or takes --data-source. Follows the project's language and module kind, " +
    "overwrites nothing, and leaves nothing half-written.\n" +
    "A project with TypeORM migrations keeps them with --adopt, or replaces them by one revision with --baseline. " +
    "Where neither is given, init asks.\n" +
    "In a project of NestJS, init writes the data source that TypeOrmModule.forRoot describes, and keeps its own files out of nest build.";
  static override examples = [
    "<%= config.bin %> init",
    "<%= config.bin %> init database/migrations -d src/data-source.ts",
    "<%= config.bin %> init --adopt",
    "<%= config.bin %> init --baseline",
  ];
  static override args = {
    directory: Args.string({
      description: "folder of env.ts and the revisions (default: migrations)",
    }),
  };
  static override flags = {
    template: Flags.string({
      char: "t",
      description:
        "what to copy: a name of list-templates, or a folder, ./path (default: nestjs where the project has @nestjs/config, else generic)",
    }),
    adopt: Flags.boolean({
      exclusive: ["baseline"],
      allowNo: true,
      description:
        "keep the TypeORM migrations: one revision runs each of them, and the database is stamped by what it has run; --no-adopt ignores them",
    }),
    migrations: Flags.string({
      dependsOn: ["adopt"],
      helpValue: "GLOB",
      description: "the migration files to adopt (default: where the data source looks for them)",
    }),
    baseline: Flags.boolean({
      description:
        "write one revision that makes the database as it is now, and stamp the database",
    }),
  };

  async run(): Promise<InitResult> {
    const { args, flags } = await this.parse(Init);
    const dataSource = flags["data-source"];
    const result = await this.initialize({
      baseline: flags.baseline,
      ...(this.isAttended() ? { onMigrations: (found) => askMigrations(found, terminal) } : {}),
      ...(flags.adopt === undefined ? {} : { adopt: flags.adopt }),
      ...(flags.template === undefined ? {} : { template: flags.template }),
      world: { env: process.env },
      ...(args.directory === undefined ? {} : { directory: args.directory }),
      ...(flags.migrations === undefined ? {} : { migrations: flags.migrations }),
      ...(dataSource === undefined ? {} : { dataSource }),
    });
    const { written, revisions, knownSchema = [] } = result;
    const paths = [...written, ...revisions].concat(knownSchema);
    for (const path of paths) this.print(`Wrote ${relative(process.cwd(), path)}`);
    for (const { path, excluded } of result.changed)
      this.print(`Changed ${relative(process.cwd(), path)}: "exclude" has ${quoted(excluded)} now`);
    if (result.stamped !== undefined)
      this.print(`The database is stamped ${place(result.stamped)}.`);
    this.warnAll(flags, result.notes);
    this.inform(flags, this.next(result));
    return result;
  }

  private next({ revisions, stamped }: InitResult): string {
    const { bin } = this.config;
    if (revisions.length === 0)
      return `Next: ${bin} revision --autogenerate -m "..." and ${bin} upgrade head`;
    return `Next: ${stamped === undefined ? `${bin} stamp --adopted and ` : ""}${bin} check`;
  }

  private isAttended(): boolean {
    return isAttended({ "no-input": false }, this.jsonEnabled());
  }

  /** Where the project exports several data sources, a person at a terminal is asked which one is meant. */
  private async initialize(options: InitOptions): Promise<InitResult> {
    try {
      return await init(options);
    } catch (failure) {
      const candidates = candidatesOf(failure);
      if (candidates === undefined || !this.isAttended()) throw failure;
      const dataSource = await choose("Which data source is meant?", candidates, terminal);
      return init({ ...options, dataSource });
    }
  }
}

const quoted = (entries: readonly string[]): string =>
  entries.map((entry) => JSON.stringify(entry)).join(" and ");

function candidatesOf(failure: unknown): readonly string[] | undefined {
  return hasCode(failure, "AMBIGUOUS_DATA_SOURCE") ? failure.facts.candidates : undefined;
}
