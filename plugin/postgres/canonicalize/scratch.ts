import type { Connection } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { Enum } from "../../../src/schema/enum.js";
import { nameKey, sameName } from "../../../src/schema/name.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { inspect } from "../inspect/inspect.js";
import { literal } from "../literal.js";
import { portionsOf } from "./portion.js";
import type { Probes } from "./portion.js";
import { readBack } from "./read-back.js";
import { fromScratch, scratchName, toScratch, wantedName } from "./place.js";
import type { Place } from "./place.js";
import { attempt, undone } from "./rolled-back.js";
import { columnwiseSteps, enumStep, sequenceStep, tableSteps, viewSteps } from "./step.js";
import type { Speech, Step } from "./step.js";

/** A place in which questions can be put to the server. */
export type Scratch = {
  readonly connection: Connection;
  readonly server: Server;
  readonly place: Place;
  /** Enum types and sequences that are made in the place before all else. */
  readonly enums: readonly Enum[];
  readonly sequences: readonly Sequence[];
};

export type Failure = { readonly step: Step; readonly error: unknown };

export type Answer = {
  readonly table: (name: QualifiedName) => Table | undefined;
  readonly view: (name: QualifiedName) => View | undefined;
  readonly failures: readonly Failure[];
};

/** Makes what the probes rest on and the database does not have, or has otherwise. */
export function makeGround(scratch: Scratch): Promise<readonly Failure[]> {
  const speech = speechOf(scratch, { tables: [], views: [] });
  return run(scratch, [
    ...scratch.enums.map((type) => enumStep(type, speech)),
    ...scratch.sequences.map((sequence) => sequenceStep(sequence, speech)),
  ]);
}

/** Makes the probes, reads them back in the words of the wanted schema, and takes them away. */
export async function ask(scratch: Scratch, probes: Probes): Promise<Answer> {
  const answers: Answer[] = [];
  for (const portion of portionsOf(probes)) answers.push(await askPortion(scratch, portion));
  return {
    table: (name) => firstOf(answers, ({ table }) => table(name)),
    view: (name) => firstOf(answers, ({ view }) => view(name)),
    failures: answers.flatMap(({ failures }) => failures),
  };
}

function firstOf<Found>(
  answers: readonly Answer[],
  find: (answer: Answer) => Found | undefined,
): Found | undefined {
  for (const answer of answers) {
    const found = find(answer);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function askPortion(scratch: Scratch, probes: Probes): Promise<Answer> {
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

async function read({ connection, server, place }: Scratch): Promise<Omit<Answer, "failures">> {
  const schemas = [...place.schemas.values()];
  const found = await inspect(connection, place.server, { schemas });
  const { tables, views } = readBack(found, {
    name: (named) => wantedName(place, server, named),
    text: (sql) => fromScratch(place, sql),
  });
  // A temporary place has one schema for all: things are told apart by their bare names.
  const key = (name: QualifiedName): string =>
    nameKey(place.temporary ? { name: name.name } : name);
  const tableMap = new Map(tables.map((table) => [key(table), table]));
  const viewMap = new Map(views.map((view) => [key(view), view]));
  return { table: (name) => tableMap.get(key(name)), view: (name) => viewMap.get(key(name)) };
}

function keyOf(name: QualifiedName): string {
  return `${name.schema ?? ""}.${name.name}`;
}
