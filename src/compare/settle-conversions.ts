import { contentOf, type Memory, type Place } from "../diff/candidate/memory.js";
import type { AlterColumn } from "../operation/column-operation.js";
import { typeText } from "../operation/describe-column.js";
import type { Operation } from "../operation/operation.js";
import { createPresentNames, type PresentNames } from "../operation/present-names.js";
import type { RowQuestion } from "../operation/row-question.js";
import type { Reading } from "../plugin/rows.js";
import { compact } from "../schema/compact.js";
import { sameType } from "../schema/equality.js";
import { nameText } from "../schema/name.js";
import { askRows, type RowAnswer } from "./ask-rows.js";
import { conversionFlag, type Conversions } from "./conversion-option.js";
import type { DatabaseAccess } from "../project/database-access.js";
import type { AskConversion, ConversionQuestion } from "./question.js";

export type ConversionRequest = {
  readonly access: Pick<DatabaseAccess, "name" | "connection" | "dialect">;
  readonly operations: readonly Operation[];
  /** Stated for this run. */
  readonly given: Conversions;
  /** What the ORM keeps in texts, now and when a revision was last generated. */
  readonly memory: Memory;
  readonly ask?: AskConversion;
};

export type SettledConversions = {
  readonly operations: readonly Operation[];
  readonly questions: readonly ConversionQuestion[];
  /** Those of the given that were written. */
  readonly used: readonly string[];
  /** What was answered, as flags: `--convert post.tags=list`. */
  readonly answers: readonly string[];
  /** What the rows have decided. */
  readonly notes: readonly string[];
};

/**
 * How the values of a column are converted whose types alone do not decide it: as it is stated, else as the ORM is known
 * to keep them, else as all rows show. Where nothing of that tells, and the usual conversion does not keep every value,
 * whoever can be asked is asked.
 */
export async function settleConversions(request: ConversionRequest): Promise<SettledConversions> {
  const { access, given, ask } = request;
  const names = createPresentNames();
  const operations: Operation[] = [];
  const questions: ConversionQuestion[] = [];
  const used: string[] = [];
  const notes: string[] = [];
  const answers: string[] = [];
  for (const operation of request.operations) {
    const open = openChange(access, operation, names);
    names.follow(operation);
    const stated = open && statedReading(open, given);
    if (open !== undefined && stated !== undefined) used.push(open.place);
    const { reading, note, isUnknown } =
      stated ?? (open && (await findReading(request, open))) ?? {};
    if (note !== undefined) notes.push(note);
    const question = open && isUnknown ? tellQuestion(access.name, open) : undefined;
    if (question !== undefined && ask === undefined) questions.push(question);
    const answer = question && (await ask?.(question));
    const answered = open?.readings.find(({ as }) => as === answer);
    if (open !== undefined && answered !== undefined) answers.push(flagOf(open.place, answered));
    const taken = reading ?? answered;
    operations.push(open === undefined ? operation : withReading(open.change, taken));
  }
  return { operations, questions, used, answers, notes };
}

/** A change of type that nobody has stated a conversion for. */
type OpenChange = {
  readonly change: AlterColumn;
  /** `post.tags`: how `--convert` names it. */
  readonly place: string;
  /** The column as the database has it now; left out where it is not there yet. */
  readonly stored?: Place & { readonly change: AlterColumn };
  readonly readings: readonly Reading[];
};

function openChange(
  { dialect }: ConversionRequest["access"],
  change: Operation,
  names: PresentNames,
): OpenChange | undefined {
  if (change.kind !== "alterColumn" || change.using !== undefined) return undefined;
  const { table, from, to } = change;
  if (sameType(from.type, to.type)) return undefined;
  const now = names.translate({ kind: "unconvertible", table, from, to });
  const there =
    now?.kind === "unconvertible" ? { ...change, table: now.table, from: now.from } : change;
  const stored = now && { table: now.table, column: there.from.name, change: there };
  const place = `${nameText(table)}.${to.name}`;
  return { change, place, ...compact({ stored }), readings: dialect.rows.readings?.(there) ?? [] };
}

type Found = {
  readonly reading?: Reading;
  /** What the rows have decided. */
  readonly note?: string;
  /** Nobody knows, and the usual conversion does not keep every value. */
  readonly isUnknown?: boolean;
};

/** The word of a reading, or SQL. */
function statedReading({ place, readings }: OpenChange, given: Conversions): Found | undefined {
  const stated = given.get(place);
  if (stated === undefined) return undefined;
  const reading = readings.find(({ as, using }) => as === stated || using === stated);
  return { reading: reading ?? { as: stated, text: stated, using: stated } };
}

async function findReading(request: ConversionRequest, open: OpenChange): Promise<Found> {
  const { change, stored, readings } = open;
  if (stored === undefined || readings.length < 2) return {};
  const content = contentOf(request.memory, stored, {
    table: change.table,
    column: change.to.name,
  });
  const known = readings.find(({ as }) => as === content);
  if (known !== undefined) return { reading: known };
  const shown = await shownReading(request, stored, readings);
  if (shown !== undefined) return { reading: shown, note: noteText(open, shown) };
  return { isUnknown: !(await keepsAll(request, stored)) };
}

/** The reading that all values speak for, where there is a value at all. */
async function shownReading(
  { access }: ConversionRequest,
  { table }: Place,
  readings: readonly Reading[],
): Promise<Reading | undefined> {
  for (const reading of readings) {
    if (reading.sign === undefined) continue;
    const { condition } = reading.sign;
    const breaking = (broken: string): RowQuestion => ({
      kind: "breaking",
      table,
      condition: broken,
    });
    const [others, those] = await askRows(access, [
      breaking(condition),
      breaking(`NOT (${condition})`),
    ]);
    if (isNone(others) && those?.rows !== undefined && those.rows > 0) return reading;
  }
  return undefined;
}

function isNone(answer: RowAnswer | undefined): boolean {
  return answer?.rows === 0;
}

/** Does each value come back from the conversion that is usual? */
async function keepsAll(
  { access }: ConversionRequest,
  { change: { table, from, to } }: { readonly change: AlterColumn },
): Promise<boolean> {
  const [answer] = await askRows(access, [{ kind: "unconvertible", table, from, to }]);
  return isNone(answer);
}

function withReading(change: AlterColumn, reading: Reading | undefined): AlterColumn {
  const { using, reverseUsing } = reading ?? {};
  return { ...change, ...compact({ using, reverseUsing: reverseUsing ?? change.reverseUsing }) };
}

function noteText({ change, place, readings }: OpenChange, { text, sign, as }: Reading): string {
  const others = readings.filter((reading) => reading.as !== as);
  const flags = others.map((other) => `${flagOf(place, other)} (${other.text})`).join(" or ");
  return `"${change.to.name}" of "${nameText(change.table)}" is taken for ${text}, because ${sign?.text ?? ""}. If that is wrong, write the revision anew with ${flags}.`;
}

function tellQuestion(
  database: string,
  { change, place, readings }: OpenChange,
): ConversionQuestion {
  const { table, from, to } = change;
  return {
    kind: "conversion",
    database,
    table: nameText(table),
    column: to.name,
    from: typeText(from.type),
    to: typeText(to.type),
    choices: readings.map((reading) => ({
      as: reading.as,
      text: reading.text,
      flag: flagOf(place, reading),
    })),
  };
}

function flagOf(place: string, { as }: Reading): string {
  return conversionFlag(`${place}=${as}`);
}
