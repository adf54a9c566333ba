import { hasCode, retell } from "../error/athanor-error.js";
import { userStack } from "../error/user-stack.js";
import { isPluginOperation } from "../operation/plugin-operation.js";
import type { Operation } from "../operation/operation.js";
import type { Dialect } from "../plugin/dialect.js";
import type { WrittenStatement } from "../plugin/orm-migrations.js";
import type { PluginKinds } from "../plugin/plugin.js";
import type { Step } from "../revision/step.js";
import { compact } from "../schema/compact.js";
import type { QualifiedName } from "../schema/name.js";
import { textOf } from "./compile-in-order.js";
import { compileStep, type StepCompiler } from "./compile-step.js";
import { logTableOf, neededTablesOf, ownTablesOf } from "./own-tables.js";
import { placeAt } from "./record.js";
import type { Move, Replayed, ReplayedStep } from "./replay.js";
import type { RunWorld, TransactionMode } from "./run-request.js";
import { createScriptText, type ScriptBody, type ScriptText } from "./script-text.js";
import { toStateUnknown, type KnownHistory } from "./state-unknown.js";

export type ScriptRequest = {
  readonly dialect: Dialect;
  /** The kinds of operations that plugins add. Left out: none. */
  readonly kinds?: PluginKinds;
  readonly database: string;
  readonly versionTable: QualifiedName;
  /** The version rows that the script starts from. */
  readonly from: readonly string[];
  /** Replayed as they are to be written, from what is known of the database there. */
  readonly steps: AsyncIterable<ReplayedStep<Step>>;
  readonly transaction: TransactionMode;
  readonly world: RunWorld;
};

/**
 * The SQL that a run would run, version rows and log included, without a database.
 *
 * @throws AthanorError `DATA_READ_OFFLINE`, `STATE_UNKNOWN`, and what compiling throws.
 */
export async function writeScript(request: ScriptRequest): Promise<string> {
  const { dialect, versionTable, from, world, transaction } = request;
  const script = createScriptText(dialect);
  const place = from.length === 0 ? "base" : from.join(", ");
  script.comment(`Athanor ${world.version}: database "${request.database}", from ${place}`);
  const { before = [], after = [] } = dialect.session.settings?.script ?? {};
  before.forEach((sql) => script.statement({ sql }));
  if (transaction !== "none") script.begin();
  beginAt(script, dialect, versionTable, from);
  for await (const step of request.steps) {
    const bare = transaction === "none" || step.loaded.module.transaction === false;
    if (bare) script.commit();
    else script.begin();
    await writeStep(request, script, step);
    if (transaction === "each") script.commit();
  }
  script.commit();
  after.forEach((sql) => script.statement({ sql }));
  return script.text();
}

/** What a script does before all else: it makes sure that the database is where the script begins. */
function beginAt(
  script: ScriptText,
  dialect: Dialect,
  versionTable: QualifiedName,
  from: readonly string[],
): void {
  const { create, expect } = dialect.store;
  if (from.length === 0) create(neededTablesOf(dialect, versionTable)).forEach(script.statement);
  expect(ownTablesOf(versionTable), from).forEach(script.statement);
}

async function writeStep(
  request: ScriptRequest,
  script: ScriptText,
  replayed: ReplayedStep<Step>,
): Promise<void> {
  const { step, loaded } = replayed;
  const { revision, direction } = step;
  script.comment(`${direction} ${revision.id} ${revision.message}`.trimEnd());
  const statements = await writeBody(request, script, replayed);
  const { store } = request.dialect;
  step.removes.forEach((row) => script.statement(store.remove(request.versionTable, row)));
  step.inserts.forEach((row) => script.statement(store.insert(request.versionTable, row)));
  const { world } = request;
  const entry = {
    revision: revision.id,
    direction,
    appliedAt: world.now().toISOString(),
    appliedBy: world.user,
    durationMilliseconds: 0,
    checksum: loaded.checksum,
    version: world.version,
    outcome: "done" as const,
    statements,
  };
  script.statement(store.appendLog(logTableOf(request.versionTable), [entry]));
}

/** Writes what a revision does to the database, without the version rows; gives the number of statements. */
async function writeBody(
  compiler: StepCompiler,
  script: ScriptBody,
  replayed: ReplayedStep,
): Promise<number> {
  const { step, loaded, items, before } = replayed;
  try {
    rejectUnknown(items, before);
    return await writeItems(compiler, script, replayed);
  } catch (error) {
    loaded.module.trace?.(error);
    throw atLine(error, step);
  }
}

async function writeItems(
  compiler: StepCompiler,
  script: ScriptBody,
  replayed: ReplayedStep,
): Promise<number> {
  const transactional = script.isOpen();
  let count = 0;
  for await (const item of compileStep(compiler, replayed, script.earlier)) {
    if (item.kind === "leave") script.commit();
    else if (item.kind === "enter" && transactional) script.begin();
    if (item.kind !== "operation") continue;
    if ("error" in item) throw toStateUnknown(item.error, replayed.before);
    const { operation, statements } = item;
    statements.forEach(script.statement);
    if (!isPluginOperation(operation)) script.done(operation);
    count += statements.filter(({ guard }) => guard === undefined).length;
  }
  return count;
}

/** A script must not leave out anything. */
function rejectUnknown(items: readonly Replayed[], known: KnownHistory): void {
  for (const item of items) {
    if (item.kind === "failure") throw item.error;
    if (item.kind === "unknown") throw placeAt(toStateUnknown(item.error, known), item.call);
  }
}

/** What cannot be known without a database is told with the line that asks. */
function atLine(error: unknown, { revision, direction }: Move): unknown {
  if (!hasCode(error, "DATA_READ_OFFLINE", "STATE_UNKNOWN")) return error;
  const { message, facts } = error;
  const [, line] = /([^\s(]+:\d+):\d+\)?$/.exec(userStack(error)?.split("\n")[0] ?? "") ?? [];
  return retell(error, {
    message: `Revision "${revision.id}" (${line ?? revision.path})${direction === "downgrade" ? ", downgrade" : ""}: ${message}`,
    facts: { ...facts, revision: revision.id, path: revision.path, ...compact({ line }) },
    cause: error,
  });
}

/** What one direction of a revision comes to, without a database. */
export type StatementList = {
  readonly statements: readonly WrittenStatement[];
  /** `false`: one of them leaves the transaction, or may not be in one. */
  readonly transaction: boolean;
};

/**
 * The statements of a step, without version rows and log.
 *
 * @throws AthanorError `DATA_READ_OFFLINE`, `STATE_UNKNOWN`, and what compiling throws.
 */
export async function listStatements(
  compiler: StepCompiler,
  step: ReplayedStep,
): Promise<StatementList> {
  const list = createList(compiler.dialect);
  await writeBody(compiler, list.body, step);
  const transaction = step.loaded.module.transaction !== false && list.isWhole();
  return { statements: list.statements, transaction };
}

function createList({ ddl: { literal } }: Dialect) {
  const statements: WrittenStatement[] = [];
  const earlier: Operation[] = [];
  let whole = true;
  const body: ScriptBody = {
    statement: (statement) => {
      if (statement.transactional === false) whole = false;
      const kind = statement.guard === undefined ? "query" : "comment";
      statements.push({ kind, text: textOf(statement, literal) });
    },
    begin: () => undefined,
    commit: () => {
      whole = false;
    },
    isOpen: () => true,
    done: (operation) => void earlier.push(operation),
    earlier: () => earlier,
  };
  return { body, statements, isWhole: () => whole };
}
