import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../../src/plugin/connection.js";
import { sameName } from "../../../src/schema/name.js";
import { findEnum, type Schema } from "../../../src/schema/schema.js";
import { canonicalizer, type Asking } from "../../sql/canonicalize.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { slotKey } from "../../sql/slot.js";
import { namesIn } from "../../sql/tokens.js";
import { serverErrorOf } from "../server-error.js";
import { ask, makeGround, type Scratch } from "./ask.js";
import { assume } from "./assume.js";
import { adoptAnswered, likeActual, momentNotes } from "./like-actual.js";
import { normalize } from "./normalize.js";
import { openTable, openView, type Open } from "./open.js";
import { makePlace } from "./place.js";
import { putIn } from "./probe.js";
import { attempt, rolledBack } from "./rolled-back.js";

/** What text alone cannot settle is made in a scratch schema, read back, and rolled back. */
const asking: Asking<Open, Scratch> = {
  openTable,
  openView,
  readsOf: ({ dependsOn = [], definition }) => ({
    relations: dependsOn,
    names: namesIn(definition),
  }),
  standsAlone: false,
  withPlace: (request, question, body) =>
    rolledBack(request.connection, async () => {
      const { connection, server, wanted, actual } = request;
      await attempt(connection, "SET LOCAL client_min_messages = warning");
      const missing = await createExtensions(connection, wanted, actual);
      const place = await makePlace(connection, server, wanted);
      if ("refusal" in place) {
        const { schema, assumed } = assume(wanted, question, actual);
        return { schema, notes: [refusalNote(place.refusal, assumed)] };
      }
      const circumstances = { wanted, actual, missing, temporary: place.temporary };
      const scratch = { connection, server, place, ...groundOf(wanted, actual), circumstances };
      const groundNotes = await makeGround(scratch);
      const { schema, notes } = await body(scratch);
      return { schema, notes: [...groundNotes, ...notes] };
    }),
  ask,
  putTable: ({ wanted, open }, found) => putIn(wanted, found, (slot) => open.has(slotKey(slot))),
  putView: (wanted, found) => putIn(wanted, found, () => true),
  restates: true,
};

export const canonicalize = canonicalizer({
  normalize,
  notes: momentNotes,
  likeActual,
  asking,
  finish: adoptAnswered,
});

/** Enum types that the database does not have, or has otherwise; sequences that defaults may take their values from. */
function groundOf(wanted: Schema, actual: Schema): Pick<Scratch, "enums" | "sequences"> {
  return {
    enums: wanted.enums.filter((type) => !isDeepStrictEqual(type, findEnum(actual, type))),
    sequences: wanted.sequences.filter(
      (sequence) => !actual.sequences.some((held) => sameName(held, sequence)),
    ),
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
