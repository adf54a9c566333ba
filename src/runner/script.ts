import { AthanorError } from "../error/athanor-error.js";
import { userStack } from "../error/user-stack.js";
import type { OperationFacts } from "../operation/request.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import type { Dialect } from "../plugin/dialect.js";
import type { Scope } from "../plugin/catalog.js";
import type { PluginKinds } from "../plugin/plugin.js";
import type { Statement } from "../plugin/ddl.js";
import { compact } from "../schema/compact.js";
import type { QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { RevisionFunction } from "../revision/revision-module.js";
import type { Step } from "../revision/step.js";
import { applyIfKnown, narrow } from "./compile-in-order.js";
import { compileOperation } from "./compile-operation.js";
import { joinItems } from "./join-items.js";
import { revisionFunction } from "./revision-function.js";
import type { RunWorld, TransactionMode } from "./run-request.js";
import type { LoadedStep } from "./loaded-step.js";
import { recordScript, type Fills, type ScriptItem } from "./script-sink.js";
import { doubtfulState, toStateUnknown, type KnownHistory } from "./state-unknown.js";
import { createScriptText, type ScriptBody, type ScriptText } from "./script-text.js";
import { logTableOf, neededTablesOf, ownTablesOf } from "./own-tables.js";

/** After this revision the database is known, whatever the steps up to it told. */
export type Landmark = { readonly revision: string; readonly schema: Schema };

export type ScriptRequest = {
  readonly dialect: Dialect;
  /** The kinds of operations that plugins add. Left out: none. */
  readonly kinds?: PluginKinds;
  readonly database: string;
  readonly versionTable: QualifiedName;
  /** The version rows that the script starts from. */
  readonly from: readonly string[];
  /** The database there, as far as the history tells. */
  readonly start: Schema;
  /** What of the history before could not be followed. */
  readonly history: KnownHistory;
  readonly steps: readonly LoadedStep[];
  /** Left out: none is on the way. */
  readonly landmark?: Landmark;
  readonly arguments: Readonly<Record<string, string>>;
  readonly transaction: TransactionMode;
  readonly world: RunWorld;
  /** What rows get in columns that become required, by `users.notes`. Left out: nothing. */
  readonly fills?: Fills;
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
  let state: Followed = { schema: request.start, history: request.history };
  for (const step of request.steps) {
    const bare = transaction === "none" || step.loaded.module.transaction === false;
    if (bare) script.commit();
    else script.begin();
    const { history } = state;
    const schema = await writeStep({ ...request, history }, script, step, state.schema);
    state = followed(request, step, { schema, history });
    if (transaction === "each") script.commit();
  }
  script.commit();
  after.forEach((sql) => script.statement({ sql }));
  return script.text();
}

/** What is known of the database at a place of the plan, and how far it can be relied on. */
export type Followed = { readonly schema: Schema; readonly history: KnownHistory };

/** The same after a step, which may have reached the landmark. */
export function followed(
  { landmark }: Pick<ScriptRequest, "landmark">,
  { step: { revision } }: LoadedStep,
  state: Followed,
): Followed {
  if (landmark?.revision !== revision.id) return state;
  return { schema: landmark.schema, history: { notes: [], isDoubtful: false } };
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
  { step, loaded }: LoadedStep,
  start: Schema,
): Promise<Schema> {
  const { revision, direction } = step;
  script.comment(`${direction} ${revision.id} ${revision.message}`.trimEnd());
  const { schema, statements } = await writeBody(request, script, { step, loaded }, start);
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
  return schema;
}

/** What is needed to follow a revision without a database. */
export type FollowRequest = Pick<
  ScriptRequest,
  "dialect" | "kinds" | "database" | "history" | "arguments" | "fills"
>;

/** Writes what a revision does to the database, without the version rows; gives what it makes of the schema. */
export async function writeBody(
  request: FollowRequest,
  script: ScriptBody,
  { step, loaded }: LoadedStep,
  start: Schema,
): Promise<{ readonly schema: Schema; readonly statements: number }> {
  const author = revisionFunction(loaded.module, step.direction, request.database);
  try {
    const items = await recordStep(author, start, request);
    return await writeItems(request, script, items, start);
  } catch (error) {
    loaded.module.trace?.(error);
    throw atLine(error, step);
  }
}

async function recordStep(
  author: RevisionFunction | undefined,
  start: Schema,
  request: FollowRequest,
): Promise<readonly ScriptItem[]> {
  return author === undefined ? [] : recordScript(author, start, factsOf(request), request);
}

const unknowable: readonly string[] = ["DATA_READ_OFFLINE", "STATE_UNKNOWN"];

/** What cannot be known without a database is told with the line that asks. */
function atLine(error: unknown, { revision, direction }: Step): unknown {
  if (!(error instanceof AthanorError) || !unknowable.includes(error.code)) return error;
  const { code, message, suggestions, facts } = error;
  const [, line] = /([^\s(]+:\d+):\d+\)?$/.exec(userStack(error)?.split("\n")[0] ?? "") ?? [];
  return new AthanorError({
    code,
    message: `Revision "${revision.id}" (${line ?? revision.path})${direction === "downgrade" ? ", downgrade" : ""}: ${message}`,
    suggestions,
    facts: { ...facts, revision: revision.id, path: revision.path, ...compact({ line }) },
    cause: error,
  });
}

async function writeItems(
  request: FollowRequest,
  script: ScriptBody,
  items: readonly ScriptItem[],
  start: Schema,
): Promise<{ readonly schema: Schema; readonly statements: number }> {
  const joined = request.dialect.capabilities.batchesTableChanges ? joinItems(items) : items;
  const transactional = script.isOpen();
  let schema = start;
  let statements = 0;
  for (const item of joined) {
    if (item.kind === "leave") script.commit();
    else if (item.kind === "enter" && transactional) script.begin();
    if (item.kind !== "operation") continue;
    const compiled = await compileOffline(request, schema, item.operation, script.earlier());
    compiled.forEach(script.statement);
    if (!isPluginOperation(item.operation)) script.done(item.operation);
    statements += compiled.filter(({ guard }) => guard === undefined).length;
    schema = applyIfKnown(schema, item.operation, request.kinds);
  }
  return { schema, statements };
}

/** Throws `STATE_UNKNOWN` where the statements depend on what the history does not tell. */
async function compileOffline(
  { history, ...compiler }: FollowRequest,
  schema: Schema,
  operation: AnyOperation,
  earlier: readonly Operation[],
): Promise<readonly Statement[]> {
  const state = (scope: Scope): Promise<Schema> =>
    history.isDoubtful
      ? Promise.reject(doubtfulState(history))
      : Promise.resolve(narrow(schema, scope));
  try {
    return await compileOperation(compiler, operation, { state, earlier });
  } catch (error) {
    throw toStateUnknown(error, history);
  }
}

function factsOf(request: FollowRequest): OperationFacts {
  const { dialect, database } = request;
  return { dialect: dialect.name, database, offline: true, arguments: request.arguments };
}
