import type { Connection } from "../../../src/plugin/connection.js";
import type { Canonical, CanonicalizeRequest } from "../../../src/plugin/catalog.js";
import type { Schema } from "../../../src/schema/schema.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { serverErrorOf } from "../server-error.js";
import { adopt, adoptAnswered, momentNotes } from "./adopt.js";
import { assume } from "./assume.js";
import { judge } from "./judge.js";
import { normalizeSchema } from "./normalize.js";
import { makePlace } from "./place.js";
import { withAnswers, withIndexes } from "./probe.js";
import { isEmpty, questionOf } from "./question.js";
import type { Question } from "./question.js";
import { attempt, rolledBack } from "./rolled-back.js";
import { ask, makeGround } from "./scratch.js";
import type { Answer, Scratch } from "./scratch.js";
import { settle } from "./settle.js";

/**
 * The wanted schema in the server's own words. What text alone cannot settle is made in a scratch schema, read back, and
 * rolled back; where nothing is open, nothing is asked.
 */
export async function canonicalize(request: CanonicalizeRequest): Promise<Canonical> {
  const stated = normalizeSchema(request.wanted, request.server);
  const wanted = adopt(stated, request.actual);
  const question = questionOf(wanted, request.actual);
  const { schema, notes } = isEmpty(question)
    ? { schema: wanted, notes: [] }
    : await rolledBack(request.connection, () => answer({ ...request, wanted }, question));
  const all = [...momentNotes(stated), ...notes];
  return { schema: adoptAnswered(schema, request.actual), notes: all };
}

async function answer(request: CanonicalizeRequest, question: Question): Promise<Canonical> {
  const { connection, server, wanted, actual } = request;
  await attempt(connection, "SET LOCAL client_min_messages = warning");
  const missing = await createExtensions(connection, wanted, actual);
  const place = await makePlace(connection, server, wanted);
  if ("refusal" in place) {
    const { schema, assumed } = assume(wanted, question, actual);
    return { schema, notes: [refusalNote(place.refusal, assumed)] };
  }
  const { enums, sequences } = question;
  const scratch = { connection, server, place, enums, sequences };
  const circumstances = { wanted, actual, missing, temporary: place.temporary };
  const groundNotes = judge(await makeGround(scratch), circumstances);
  const first = await ask(scratch, probesOf(question));
  const notes = [...groundNotes, ...judge(first.failures, circumstances)];
  const said = withAnswer(wanted, question, first);
  return { schema: await sayAgain(scratch, said, actual), notes };
}

// The server's words, said once more, may come back as others: only the second saying lasts.
async function sayAgain(scratch: Scratch, said: Schema, actual: Schema): Promise<Schema> {
  const question = questionOf(said, actual);
  if (isEmpty(question)) return said;
  const again = withAnswer(said, question, await ask(scratch, probesOf(question)));
  return settle(scratch, again, question, actual);
}

function probesOf({ tables, views }: Question): Parameters<typeof ask>[1] {
  return { tables: tables.map(({ probe }) => probe), views: views.map(({ probe }) => probe) };
}

function withAnswer(wanted: Schema, question: Question, answer: Answer): Schema {
  const tables = new Map(question.tables.map((each) => [each.wanted, each]));
  const views = new Map(question.views.map((each) => [each.wanted, each]));
  return {
    ...wanted,
    tables: wanted.tables.map((table) => {
      const asked = tables.get(table);
      return asked === undefined ? table : withAnswers(table, asked.slots, answer.table(table));
    }),
    views: wanted.views.map((view) => {
      const found = views.has(view) ? answer.view(view) : undefined;
      if (found === undefined) return view;
      const indexes = withIndexes(view.indexes, view.indexes, found.indexes, view.name);
      return { ...view, indexes, definition: found.definition };
    }),
  };
}

/** The wanted extensions that could not be created, not even for the moment. */
async function createExtensions(
  connection: Connection,
  wanted: Schema,
  actual: Schema,
): Promise<readonly string[]> {
  const held = new Set(actual.extensions.map(({ name }) => name));
  const missing: string[] = [];
  for (const { name } of wanted.extensions.filter((extension) => !held.has(extension.name))) {
    const sql = `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)}`;
    if ((await attempt(connection, sql)) !== undefined) missing.push(name);
  }
  return missing;
}

function refusalNote(refusal: unknown, assumed: readonly string[]): string {
  const { message } = serverErrorOf(refusal);
  const taken =
    assumed.length === 0
      ? "."
      : `; these are taken to be as they are wanted: ${assumed.join(", ")}.`;
  return `The server was not asked about defaults, checks, computed columns, index expressions and views: ${message}. Grant the role CREATE or TEMPORARY on the database. New ones are taken as they are written${taken}`;
}
