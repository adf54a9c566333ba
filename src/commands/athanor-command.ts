import { join } from "node:path";
import { Command } from "@oclif/core/command";
import { CLIError } from "@oclif/core/errors";
import type { TransactionMode, OnProgress } from "../runner/run-request.js";
import type { ScriptResult } from "../action/script.js";
import { maskSecrets } from "../error/mask.js";
import type { Ask } from "../draft/ask.js";
import { askPerson } from "../report/ask.js";
import { annotate, annotateFailure } from "../report/annotation.js";
import { guarding, isAttended, terminal, type Guarding } from "./person.js";
import { describeFailure } from "../report/failure.js";
import { noProgress } from "../report/progress.js";
import { describeUsageError } from "../report/usage-error.js";
import { openProgress } from "../report/open-progress.js";
import { watchEnd, type EndWatch } from "./early-end.js";
import { errorDocument, usageExit } from "./error-document.js";
import { globalFlags, type ParsedFlags } from "./global-flags.js";
import { ownStdout, type OwnStdout } from "./own-stdout.js";
import { endOnSignals, signalExit } from "./signals.js";

/** What every command shares: the global flags, `--json`, errors as sentences, results on stdout. */
export abstract class AthanorCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = globalFlags;
  private progress = noProgress;
  private stdout: OwnStdout | undefined;
  private end: EndWatch | undefined;

  protected override async _run<Result>(): Promise<Result> {
    const stdout = ownStdout();
    const end = watchEnd(() => this.jsonEnabled());
    this.stdout = stdout;
    this.end = end;
    try {
      return await super._run<Result>();
    } finally {
      end.done();
      stdout.release();
    }
  }

  /** The options that every action takes, out of the global flags. */
  protected projectOptions(flags: ParsedFlags): ProjectOptions {
    return {
      ...(flags.config === undefined ? {} : { config: flags.config }),
      ...(flags.name === undefined ? {} : { name: flags.name }),
      ...(flags["data-source"] === undefined ? {} : { dataSource: flags["data-source"] }),
      ...(flags.database === undefined ? {} : { database: flags.database }),
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
      onProgress: (event) => {
        this.end?.onProgress(event);
        this.progress.onProgress(event);
      },
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
      backfill: flags.backfill ?? [],
      ...guarding({ attended, inform, aside: this.progress.aside, signal }),
      ...(flags.transaction === undefined ? {} : { transaction: flags.transaction }),
      ...numberOption("connectTimeout", flags["connect-timeout"]),
      ...numberOption("lockTimeout", flags["lock-timeout"]),
      ...numberOption("statementTimeout", flags["statement-timeout"]),
    };
  }

  protected scriptOptions(
    flags: MigrateFlags,
    target: string,
  ): ProjectOptions &
    Pick<MigrateChoice, "backfill" | "transaction"> & { readonly target: string } {
    const { transaction, backfill = [] } = flags;
    return {
      ...this.projectOptions(flags),
      target,
      backfill,
      ...(transaction && { transaction }),
    };
  }

  protected planOptions(flags: MigrateFlags, target: string) {
    const waiting = numberOption("connectTimeout", flags["connect-timeout"]);
    return { ...this.scriptOptions(flags, target), ...waiting, signal: endOnSignals() };
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

  override log(message?: string, ...rest: unknown[]): void {
    const print = (): void => super.log(message, ...rest);
    if (this.stdout === undefined) print();
    else this.stdout.print(print);
  }

  protected override logJson(json: unknown): void {
    const print = (): void => super.logJson(json);
    if (this.stdout === undefined) print();
    else this.stdout.print(print);
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
    if (usage !== undefined) return super.catch(this.inPlainWords(failure, usage));
    if (this.jsonEnabled()) return super.catch(failure);
    this.logToStderr(describeFailure(failure, isDebugged()));
    return this.exit(exit ?? 1);
  }

  /** The parser's own messages come with a frame of hints that hide the sentence. */
  private inPlainWords(failure: Error, exit: number): Error {
    if (!("parse" in failure) && !failure.message.startsWith("Parsing ")) return failure;
    const { id, flags, baseFlags } = this.ctor;
    const command = { name: id, flags: Object.keys({ ...flags, ...baseFlags }) };
    const { message, suggestions } = describeUsageError(failure, command);
    return new CLIError(message, { exit, suggestions: [...suggestions] });
  }

  protected override toErrorJson(failure: Error & Record<string, unknown>): unknown {
    return errorDocument(failure);
  }
}

type MigrateChoice = Guarding & {
  readonly allowDestructive: boolean;
  readonly backfill: readonly string[];
  readonly dryRun: boolean;
  readonly trustJournal: boolean;
  readonly transaction?: TransactionMode;
} & { readonly [Name in "connectTimeout" | "lockTimeout" | "statementTimeout"]?: number };

type MigrateFlags = ParsedFlags & {
  readonly verbose?: boolean;
  readonly "dry-run": boolean;
  readonly "trust-journal": boolean;
  readonly "allow-destructive": boolean;
  readonly backfill: readonly string[] | undefined;
  readonly "no-input": boolean;
  readonly transaction: TransactionMode | undefined;
} & {
  readonly [Name in "connect-timeout" | "lock-timeout" | "statement-timeout"]: number | undefined;
};

type RunningOptions = ProjectOptions & {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
};

export type ProjectOptions = {
  readonly config?: string;
  readonly name?: string;
  readonly dataSource?: string;
  readonly database?: readonly string[];
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
