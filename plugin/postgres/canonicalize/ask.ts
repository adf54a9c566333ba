import type { Connection } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { Enum } from "../../../src/schema/enum.js";
import { nameKey, sameName, type QualifiedName } from "../../../src/schema/name.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import type { Answer } from "../../sql/canonicalize.js";
import { lookup } from "../../sql/lookup.js";
import type { Question } from "../../sql/question.js";
import { reword } from "../../sql/slot.js";
import { namesIn } from "../../sql/tokens.js";
import { inspect } from "../inspect/inspect.js";
import { literal } from "../literal.js";
import { judge, type Circumstances, type Failure } from "./judge.js";
import type { Open } from "./open.js";
import { fromScratch, scratchName, toScratch, wantedName, type Place } from "./place.js";
import { probeTable, probeView } from "./probe.js";
import { attempt, undone } from "./rolled-back.js";
import {
  columnwiseSteps,
  enumStep,
  sequenceStep,
  tableSteps,
  viewSteps,
  type Speech,
  type Step,
} from "./step.js";

/** A place in which questions can be put to the server. */
export type Scratch = {
  readonly connection: Connection;
  readonly server: Server;
  readonly place: Place;
  /** Enum types and sequences that are made in the place before all else. */
  readonly enums: readonly Enum[];
  readonly sequences: readonly Sequence[];
  readonly circumstances: Circumstances;
};

/** Makes what the probes rest on and the database does not have, or has otherwise; notes of what could not be made. */
export async function makeGround(scratch: Scratch): Promise<readonly string[]> {
  const speech = speechOf(scratch, { tables: [], views: [] });
  const failures = await run(scratch, [
    ...scratch.enums.map((type) => enumStep(type, speech)),
    ...scratch.sequences.map((sequence) => sequenceStep(sequence, speech)),
  ]);
  return judge(failures, scratch.circumstances);
}

type Found = Pick<Answer, "table" | "view"> & { readonly failures: readonly Failure[] };

/** Makes the probes, reads them back in the words of the wanted schema, and takes them away. */
export async function ask(scratch: Scratch, { tables, views }: Question<Open>): Promise<Answer> {
  const probes = {
    tables: tables.map(probeTable),
    views: views.map(({ wanted }) => probeView(wanted)),
  };
  const found: Found[] = [];
  for (const chunk of chunksOf(probes)) found.push(await askChunk(scratch, chunk));
  return {
    table: (name) => firstOf(found, ({ table }) => table(name)),
    view: (name) => firstOf(found, ({ view }) => view(name)),
    notes: () =>
      judge(
        found.flatMap(({ failures }) => failures),
        scratch.circumstances,
      ),
  };
}

function firstOf<Relation>(
  answers: readonly Found[],
  find: (answer: Found) => Relation | undefined,
): Relation | undefined {
  for (const answer of answers) {
    const found = find(answer);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function askChunk(scratch: Scratch, probes: Probes): Promise<Found> {
  const speech = speechOf(scratch, probes);
  return undone(scratch.connection, async () => {
    const views = probes.views.flatMap((view) => viewSteps(view, speech));
    const whole = probes.tables.flatMap((table) => tableSteps(table, speech));
    const parts = probes.tables.flatMap((table) => columnwiseSteps(table, speech));
    const failures = await run(scratch, [...whole, ...views], [...parts, ...views]);
    return { ...(await read(scratch)), failures };
  });
}

/** Only what this round makes, and what they rest on, is looked for in the place; all else is where it always was. */
function speechOf({ place, server, enums, sequences }: Scratch, { tables, views }: Probes): Speech {
  const made = new Set([...enums, ...sequences, ...tables, ...views].map(keyOf));
  const isMade = (name: QualifiedName): boolean => enums.some((each) => sameName(each, name));
  return {
    name: (name) => scratchName(place, name),
    type: (name) => (isMade(name) ? scratchName(place, name) : name),
    text: (sql) => toScratch(place, server, made, sql),
    materialized: !place.temporary,
  };
}

// All at once where that goes well; step by step, to know which is refused, where it does not.
async function run(
  { connection }: Scratch,
  steps: readonly Step[],
  parts: readonly Step[] = steps,
): Promise<readonly Failure[]> {
  if (steps.length === 0) return [];
  const body = steps.map(({ sql }) => `EXECUTE ${literal(sql)};`).join(" ");
  const failed = await attempt(connection, `DO ${literal(`BEGIN ${body} END`)}`);
  return failed === undefined ? [] : runEach(connection, parts);
}

async function runEach(
  connection: Connection,
  steps: readonly Step[],
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const step of steps) {
    const failed = await attempt(connection, step.sql);
    if (failed !== undefined) failures.push({ step, error: failed.error });
  }
  return failures;
}

async function read({ connection, server, place }: Scratch): Promise<Omit<Found, "failures">> {
  const schemas = [...place.schemas.values()];
  const found = await inspect(connection, place.server, { schemas });
  const inWantedWords = <Relation extends Table | View>(relation: Relation): Relation =>
    reword(wantedName(place, server, relation), (sql) => fromScratch(place, sql));
  // A temporary place has one schema for all: things are told apart by their bare names.
  const keyIn = (name: QualifiedName): string =>
    nameKey(place.temporary ? { name: name.name } : name);
  return {
    table: lookup(found.tables.map(inWantedWords), keyIn),
    view: lookup(found.views.map(inWantedWords), keyIn),
  };
}

function keyOf(name: QualifiedName): string {
  return `${name.schema ?? ""}.${name.name}`;
}

/** Tables and views to be made, looked at, and thrown away. */
type Probes = { readonly tables: readonly Table[]; readonly views: readonly View[] };

/**
 * How many tables are made at a time. Each is locked until it is taken away, with its index and what holds its long
 * values, and a server has room for some 6,400 locks unless it is told otherwise:
 * https://www.postgresql.org/docs/current/runtime-config-locks.html
 */
const most = 400;

/** The views with all tables that they may read, and the other tables a few at a time. */
export function chunksOf({ tables, views }: Probes): readonly Probes[] {
  const mentioned = new Set(views.flatMap(({ definition }) => [...namesIn(definition)]));
  const read = tables.filter(({ name }) => mentioned.has(name));
  const others = tables.filter(({ name }) => !mentioned.has(name));
  const first = read.length + views.length === 0 ? [] : [{ tables: read, views }];
  return [...first, ...cut(others).map((part) => ({ tables: part, views: [] }))];
}

function cut(tables: readonly Table[]): readonly (readonly Table[])[] {
  const count = Math.ceil(tables.length / most);
  return Array.from({ length: count }, (_, at) => tables.slice(at * most, (at + 1) * most));
}
