import { join } from "node:path";
import * as Flags from "@oclif/core/flags";
import { Command } from "@oclif/core/command";
import type { TransactionMode } from "../runner/run-request.js";
import type { OnProgress } from "../runner/progress.js";
import type { ScriptResult } from "../action/script.js";
import { maskSecrets } from "../error/mask.js";
import type { Ask } from "../action/ask.js";
import { askPerson } from "../report/ask.js";
import { annotate, annotateFailure } from "../report/annotation.js";
import { guarding, isAttended, terminal, type Guarding } from "./person.js";
import { describeFailure } from "../report/failure.js";
import { noProgress } from "../report/progress.js";
import { openProgress } from "../report/open-progress.js";
import { errorDocument, usageExit } from "./error-document.js";
import { endOnSignals, signalExit } from "./signals.js";

const group = "GLOBAL";

/** The flags that every command has. */
export const globalFlags = {
  config: Flags.string({
    char: "c",
    helpGroup: group,
    helpValue: "FILE",
    description: "the configuration file (default: $ATHANOR_CONFIG, else found upward from here)",
  }),
  name: Flags.string({
    char: "n",
    helpGroup: group,
    helpValue: "ENVIRONMENT",
    description: "the named environment of the configuration",
  }),
  "data-source": Flags.string({
    char: "d",
    helpGroup: group,
    helpValue: "FILE",
    description:
      "a file that exports a TypeORM DataSource, FILE#name for one of several; needs no configuration",
  }),
  x: Flags.string({
    char: "x",
    helpGroup: group,
    helpValue: "KEY=VALUE",
    multiple: true,
    multipleNonGreedy: true,
    description: "an argument for env.ts and the revisions; repeatable",
  }),
  quiet: Flags.boolean({
    char: "q",
    helpGroup: group,
    description: "print results and errors only",
  }),
};

/** The flag of the commands that work on databases. */
export const databaseFlag = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  helpValue: "NAME",
  description: "only this one of the databases that env.ts names; repeatable (default: all)",
});

/** The flag of the commands that move a database. */
export const tagFlag = Flags.string({
  helpValue: "TEXT",
  description: "a word for env.ts, which gets it as `tag`; it means what the project makes of it",
});

type ParsedFlags = {
  readonly config: string | undefined;
  readonly name: string | undefined;
  readonly "data-source": string | undefined;
  readonly x: readonly string[] | undefined;
  readonly quiet: boolean;
  readonly database?: readonly string[] | undefined;
  readonly tag?: string | undefined;
};

/** What every command shares: the global flags, `--json`, errors as sentences, results on stdout. */
export abstract class AthanorCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = globalFlags;
  private progress = noProgress;

  /** The options that every action takes, out of the global flags. */
  protected projectOptions(flags: ParsedFlags): ProjectOptions {
    return {
      ...(flags.config === undefined ? {} : { config: flags.config }),
      ...(flags.name === undefined ? {} : { name: flags.name }),
      ...(flags["data-source"] === undefined ? {} : { dataSource: flags["data-source"] }),
      ...(flags.database === undefined ? {} : { databases: flags.database }),
      ...(flags.tag === undefined ? {} : { tag: flags.tag }),
      arguments: Object.fromEntries((flags.x ?? []).map(keyAndValue)),
      world: { env: process.env, cacheFolder: join(this.config.cacheDir, this.config.version) },
    };
  }

  /** The same for an action that works on a database: with progress on stderr, ended by the usual signals. */
  protected runOptions(flags: ParsedFlags & { readonly verbose?: boolean }): RunningOptions {
    this.progress = openProgress({
      silent: flags.quiet || this.jsonEnabled(),
      statements: flags.verbose === true,
    });
    return {
      ...this.projectOptions(flags),
      onProgress: this.progress.onProgress,
      signal: endOnSignals(),
    };
  }

  protected migrateOptions(flags: MigrateFlags): RunningOptions & MigrateChoice {
    const attended = isAttended(flags, this.jsonEnabled());
    const running = this.runOptions(flags);
    const { signal } = running;
    const inform = (text: string): void => this.inform(flags, text);
    return {
      ...running,
      dryRun: flags["dry-run"],
      trustJournal: flags["trust-journal"],
      allowDestructive: flags["allow-destructive"],
      ...guarding({ attended, inform, aside: this.progress.aside, signal }),
      ...(flags.transaction === undefined ? {} : { transaction: flags.transaction }),
      ...numberOption("lockTimeout", flags["lock-timeout"]),
      ...numberOption("statementTimeout", flags["statement-timeout"]),
    };
  }

  protected scriptOptions(
    flags: MigrateFlags,
    target: string,
  ): ProjectOptions & { readonly target: string; readonly transaction?: TransactionMode } {
    const { transaction } = flags;
    return { ...this.projectOptions(flags), target, ...(transaction && { transaction }) };
  }

  /** Offline SQL alone on stdout, database by database. */
  protected async printScripts(
    flags: { readonly quiet: boolean },
    written: Promise<ScriptResult>,
  ): Promise<ScriptResult> {
    const result = await written;
    this.warnAll(flags, result.notes);
    const several = result.databases.length > 1;
    for (const { database, sql } of result.databases) {
      this.print(`${several ? `-- Database ${database}\n` : ""}${sql.trimEnd()}`);
    }
    return result;
  }

  /** Who is asked what cannot be known; nobody where there is no terminal. */
  protected person(flags: { readonly "no-input": boolean }): Ask | undefined {
    if (!isAttended(flags, this.jsonEnabled())) return undefined;
    return askPerson((text) => this.logToStderr(text), terminal);
  }

  protected warnAll(flags: { readonly quiet: boolean }, notes: readonly string[]): void {
    if (flags.quiet || this.jsonEnabled()) return;
    for (const note of notes) this.logToStderr(`Note: ${note}`);
  }

  /** Ends with the exit code of a check that found something. */
  protected findSomething(): void {
    process.exitCode = 3;
  }

  /** Prints a result; nothing while `--json` prints the whole. */
  protected print(text: string): void {
    this.progress.end();
    if (text !== "") this.log(text);
  }

  /** A statement, a note or a driver's words may hold an address with its password. */
  override logToStderr(message = "", ...rest: unknown[]): void {
    super.logToStderr(maskSecrets(message), ...rest);
  }

  /** Prints what is not the result. */
  protected inform(flags: { readonly quiet: boolean }, text: string): void {
    if (!flags.quiet && text !== "") this.logToStderr(text);
  }

  protected override async catch(failure: Error & { readonly oclif?: unknown }): Promise<unknown> {
    const usage = usageExit(failure);
    annotate([annotateFailure(failure)]);
    const exit = usage ?? signalExit(failure);
    if (this.jsonEnabled() && exit !== undefined) process.exitCode = exit;
    this.progress.end();
    if (this.jsonEnabled() || usage !== undefined) return super.catch(failure);
    this.logToStderr(describeFailure(failure, isDebugged()));
    return this.exit(exit ?? 1);
  }

  protected override toErrorJson(failure: Error & Record<string, unknown>): unknown {
    return errorDocument(failure);
  }
}

type MigrateChoice = Guarding & {
  readonly allowDestructive: boolean;
  readonly dryRun: boolean;
  readonly trustJournal: boolean;
  readonly transaction?: TransactionMode;
  readonly lockTimeout?: number;
  readonly statementTimeout?: number;
};

type MigrateFlags = ParsedFlags & {
  readonly verbose?: boolean;
  readonly "dry-run": boolean;
  readonly "trust-journal": boolean;
  readonly "allow-destructive": boolean;
  readonly "no-input": boolean;
  readonly transaction: TransactionMode | undefined;
  readonly "lock-timeout": number | undefined;
  readonly "statement-timeout": number | undefined;
};

type RunningOptions = ProjectOptions & {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
};

export type ProjectOptions = {
  readonly config?: string;
  readonly name?: string;
  readonly dataSource?: string;
  readonly databases?: readonly string[];
  readonly tag?: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly world: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly cacheFolder: string;
  };
};

function numberOption<Name extends string>(name: Name, value: number | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: number };
}

function keyAndValue(text: string): readonly [string, string] {
  const split = text.indexOf("=");
  return split === -1 ? [text, ""] : [text.slice(0, split), text.slice(split + 1)];
}

function isDebugged(): boolean {
  return /(^|,)athanor/.test(process.env["DEBUG"] ?? "");
}
