import { followOperations } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import type { AnyOperation } from "../operation/plugin-operation.js";
import type { Capabilities } from "../plugin/dialect.js";
import type { PluginKinds } from "../plugin/plugin.js";
import type { ReplayedHistory } from "../history/replay-history.js";
import { namesOf, noNames, type EntityNames, type Memory } from "../diff/candidate/memory.js";
import type { DiffObject } from "../diff/diff-object.js";
import type { Origin } from "../diff/origin.js";
import { keepUnstated } from "../diff/keep-unstated.js";
import { applyRenames, type Rename } from "../diff/rename.js";
import { compact } from "../schema/compact.js";
import type { Schema } from "../schema/schema.js";
import { askConcurrency } from "./ask-concurrency.js";
import { askRows } from "./ask-rows.js";
import type { Backfills } from "./backfill-option.js";
import { checkHazards, type HazardCheck, type OperationHazards } from "./check-hazards.js";
import { comparePlugins } from "./compare-plugins.js";
import { compareRecords } from "./compare-records.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { diffOwned } from "./ownership.js";
import type { AskBackfill, AskConversion, AskRename, Question } from "./question.js";
import { parseRename } from "./rename-option.js";
import type { Conversions } from "./conversion-option.js";
import { settleConversions, type ConversionRequest } from "./settle-conversions.js";
import { settleBackfills, type BackfillRequest } from "./settle-backfills.js";
import { settleRenames, type SettleRequest } from "./settle-renames.js";
import { findShortage, withShortage, type LockShortage } from "./lock-shortage.js";
import { lookAgain, type LookedAgain } from "./look-again.js";
import { readSides, type Sides } from "./read-sides.js";

export type CompareOptions = {
  /** New names for old things. */
  readonly renames?: readonly Rename[];
  /** What is said to be new: no rename. */
  readonly fresh?: readonly string[];
  /** What the ORM called things when a revision was last generated. Default: nothing is known. */
  readonly names?: EntityNames;
  /** What rows get in columns that become required. */
  readonly backfills?: Backfills;
  /** How the values of columns are converted whose types change. */
  readonly conversions?: Conversions;
  /** Who is asked what cannot be known. Default: nobody, and the questions stay open. */
  readonly ask?: Asking;
  /** Instead of the environment's. */
  readonly unmanaged?: "keep" | "drop";
  /** What the revisions have created. */
  readonly history: () => Promise<Pick<ReplayedHistory, "schema" | "operations">>;
};

export type Asking = {
  readonly rename: AskRename;
  readonly backfill: AskBackfill;
  readonly conversion?: AskConversion;
};

/** How one database differs from its entities. */
export type ComparedDatabase = {
  readonly database: string;
  /** What would make it as the entities want it, grouped as the database wants it. */
  readonly operations: readonly AnyOperation[];
  readonly capabilities: Capabilities;
  /** The kinds of operations that plugins add. */
  readonly kinds: PluginKinds;
  /** What only the database has, and is not ours: kept. */
  readonly unmanaged: readonly DiffObject[];
  /** What nobody has answered. */
  readonly questions: readonly Question[];
  /** Those of the given backfills that are part of the operations. */
  readonly backfilled: readonly string[];
  /** The same of the given conversions. */
  readonly converted: readonly string[];
  /** Of what is said to be new, what is. */
  readonly fresh: readonly string[];
  /** What whoever was asked has answered, as flags. */
  readonly answers: readonly string[];
  readonly origins: readonly Origin[];
  /** What of it endangers rows, checked against those that are there. */
  readonly hazards: readonly OperationHazards[];
  /** Left out: one transaction can hold all of the operations. */
  readonly shortage?: LockShortage;
  /** The database as it was read. */
  readonly inspected: Schema;
  /** Compares once more, with a database that has changed since; nothing but its catalog is asked. */
  readonly lookAgain: (access: DatabaseAccess) => Promise<LookedAgain>;
  readonly notes: readonly string[];
};

/** Compares the entities with the database. Changes nothing in it. */
export async function compareDatabase(
  access: DatabaseAccess,
  options: CompareOptions,
): Promise<ComparedDatabase> {
  const { dialect, environment, name: database } = access;
  const sides = await readSides(access, options.renames ?? []);
  const { server, inspected, actual, target } = sides;
  const { renames, ...settled } = await settleRenames(renameRequest(access, options, sides));
  const { operations: found, unmanaged } = await diffOwned({
    ...{ from: actual, to: target, renames },
    source: access.database.source,
    unmanaged: options.unmanaged ?? environment.unmanaged,
    history: async () => (await options.history()).schema,
  });
  const values = await settleValues(access, options, sides, found);
  const rewritten = await arranged(access, options, { ...sides, operations: values.operations });
  const { kinds } = environment;
  const dangers = await dangersOf(rewritten, { access, server, state: inspected, kinds });
  return {
    database,
    operations: rewritten,
    ...dangers,
    capabilities: dialect.capabilities,
    kinds,
    unmanaged,
    questions: [...settled.questions, ...values.questions],
    backfilled: values.backfilled,
    converted: values.converted,
    fresh: settled.fresh,
    answers: [...settled.answers, ...values.answers],
    origins: sides.wanted.origins ?? [],
    inspected,
    lookAgain: (again) => lookAgain(again, throughRenames(sides, renames), options),
    notes: [...sides.notes, ...values.notes],
  };
}

/** What becomes of the values that are there: of those whose type changes, and of those that are missing. */
async function settleValues(
  access: DatabaseAccess,
  options: CompareOptions,
  sides: Sides,
  found: readonly Operation[],
) {
  const memory = memoryOf(options, sides);
  const conversions = await settleConversions(
    conversionRequest(access, options, { operations: found, memory }),
  );
  const concurrent = askConcurrency(conversions.operations, sides.wanted, access);
  const backfills = await settleBackfills(backfillRequest(access, options, concurrent));
  return {
    operations: backfills.operations,
    questions: [...conversions.questions, ...backfills.questions],
    answers: [...conversions.answers, ...backfills.answers],
    converted: conversions.used,
    backfilled: backfills.used,
    notes: conversions.notes,
  };
}

function memoryOf({ names = noNames }: CompareOptions, { wanted }: Sides): Memory {
  return { now: namesOf(wanted.origins ?? []), before: names };
}

function conversionRequest(
  access: DatabaseAccess,
  { ask, conversions: given = new Map<string, string>() }: CompareOptions,
  about: Pick<ConversionRequest, "operations" | "memory">,
): ConversionRequest {
  return { access, given, ...about, ...compact({ ask: ask?.conversion }) };
}

/** What the database says under old names is wanted under the new ones. */
function throughRenames(sides: Sides, renames: readonly Rename[]): Sides {
  if (renames.length === 0) return sides;
  const { from } = applyRenames(sides.actual, sides.target, renames);
  return { ...sides, canonical: keepUnstated(from, sides.canonical) };
}

/** What the records and the plugins add, in the order of the database, as the environment would have it. */
async function arranged(
  access: DatabaseAccess,
  { history }: CompareOptions,
  {
    wanted,
    server,
    actual,
    target,
    operations,
  }: Sides & { readonly operations: readonly Operation[] },
): Promise<readonly AnyOperation[]> {
  const { records } = wanted;
  const compared = { server, actual, target, operations };
  const recorded = records ? await compareRecords(access, { records, ...compared }) : [];
  const { before, after } = await comparePlugins(access, { ...compared, history });
  return rewrite(
    [...before, ...access.dialect.ddl.arrange(operations), ...recorded, ...after],
    access,
  );
}

async function dangersOf(operations: readonly AnyOperation[], check: HazardCheck) {
  const followed = followOperations(operations, check.state, check.kinds);
  const hazards = await checkHazards(followed, check);
  const shortage = await findShortage(check.access, operations);
  return { hazards: withShortage(hazards, shortage), ...compact({ shortage }) };
}

function renameRequest(
  access: DatabaseAccess,
  options: CompareOptions,
  sides: Sides,
): SettleRequest {
  const { environment, name } = access;
  const { renames = [], fresh = [], backfills, ask } = options;
  const { actual, target } = sides;
  return {
    ...compact({ ask: ask?.rename }),
    countRows: async (question) => (await askRows(access, [question]))[0] ?? {},
    database: name,
    from: actual,
    to: target,
    renames,
    // Who says what rows get in a column says that it is new.
    fresh: [...fresh, ...(backfills?.keys() ?? [])],
    hints: environment.renames.map(parseRename),
    memory: memoryOf(options, sides),
  };
}

function backfillRequest(
  access: DatabaseAccess,
  { ask, backfills: given = new Map<string, string>() }: CompareOptions,
  operations: readonly Operation[],
): BackfillRequest {
  return { access, operations, given, ...compact({ ask: ask?.backfill }) };
}

function rewrite(
  operations: readonly AnyOperation[],
  { environment, name }: DatabaseAccess,
): readonly AnyOperation[] {
  return environment.rewrite.reduce((list, each) => each(list, { database: name }), operations);
}
