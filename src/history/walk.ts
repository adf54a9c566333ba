import { messageOf } from "../error/thrown.js";
import type { AnyOperation, Kinds } from "../operation/plugin-operation.js";
import type { Project } from "../project/project.js";
import type { Revision } from "../revision/revision.js";
import type { Step } from "../revision/step.js";
import type { Call } from "../runner/work/call.js";
import { recordCalls } from "../runner/record.js";
import {
  castsDoubt,
  createReplay,
  type Known,
  type Manner,
  type Move,
  type ReplayedStep,
} from "../runner/replay.js";
import { revisionFunction } from "../runner/revision-function.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import { loadWithChecksum } from "./load-with-checksum.js";

/** A database that is not asked. */
export type NamedDatabase = {
  readonly dialect: string;
  readonly database: string;
  readonly kinds?: Kinds;
  /** The schema that a bare name means, where it is known. */
  readonly defaultSchema?: string;
};

/** After this revision the database is known, whatever the steps up to it told. */
export type Landmark = { readonly revision: string; readonly schema: Schema };

export type WalkRequest = {
  readonly named: NamedDatabase;
  /** Left out: a database with nothing in it. */
  readonly start?: Known;
  /** Left out: none is on the way. */
  readonly landmark?: Landmark;
  /** Default: what is not known is left out. */
  readonly manner?: Manner;
};

/**
 * Runs revisions one after the other with no database, and keeps the schema in step: each step begins where the one
 * before it ended, and tells what of it could not be followed.
 *
 * @throws AthanorError what loading a file throws; what a revision throws is told by its step.
 * @example
 * for await (const { step, items, after } of walk(project, plan.steps, { named })) { ... }
 */
export async function* walk<Own extends Move>(
  project: Project,
  steps: Iterable<Own>,
  { start = nothing, ...request }: WalkRequest,
): AsyncGenerator<ReplayedStep<Own>, void, undefined> {
  let known = start;
  for (const step of steps) {
    const replayed = await replayStep(project, step, { ...request, start: known });
    yield replayed;
    known = replayed.after;
  }
}

const nothing: Known = { schema: emptySchema, notes: [], isDoubtful: false };

/** Runs one step with no database, from what is known before it. */
export async function replayStep<Own extends Move>(
  project: Project,
  step: Own,
  { named, start: before = nothing, landmark, manner = { kind: "known" } }: WalkRequest,
): Promise<ReplayedStep<Own>> {
  const { revision, direction } = step;
  const { kinds, ...place } = named;
  const loaded = await loadWithChecksum(project, revision);
  const author = revisionFunction(loaded.module, direction, named.database);
  const facts = { ...place, offline: true, arguments: project.arguments };
  const answer = manner.kind === "known" ? "no rows" : "refusal";
  const calls = author === undefined ? [] : await recordCalls(author, facts, answer);
  const replay = createReplay(before.schema, { manner, kinds });
  const items = calls.flatMap(replay.take);
  const where = `Revision "${revision.id}" could be followed in part only (${direction})`;
  const notes = items.flatMap((item) =>
    "error" in item ? [`${where}: ${messageOf(item.error)}`] : [],
  );
  const isReached = landmark?.revision === revision.id;
  const after = isReached
    ? { schema: landmark.schema, notes: [], isDoubtful: false }
    : {
        schema: replay.schema(),
        notes: [...before.notes, ...notes],
        isDoubtful: before.isDoubtful || items.some(castsDoubt),
      };
  return { step, loaded, items, before, after, notes };
}

export function upgradeOf(revision: Revision): Move {
  return { revision, direction: "upgrade" };
}

/** One operation of one revision, the schema just before it and just after it, and the author's call. */
export type WalkedOperation = {
  readonly revision: Revision;
  readonly direction: Step["direction"];
  readonly operation: AnyOperation;
  readonly before: Schema;
  readonly after: Schema;
  readonly call: Call;
};

export function operationsOf({ step, items }: ReplayedStep): readonly WalkedOperation[] {
  const { revision, direction } = step;
  return items.flatMap((item) => {
    if (item.kind !== "operation") return [];
    const { operation, before, after, call } = item;
    return [{ revision, direction, operation, before, after, call }];
  });
}
