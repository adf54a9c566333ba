import { columnQuestions } from "../diff/candidate/column-questions.js";
import type { Memory } from "../diff/candidate/memory.js";
import type { Candidate, RenameQuestion as Asked } from "../diff/candidate/question.js";
import { tableQuestions } from "../diff/candidate/table-questions.js";
import {
  changedEnumerations,
  valueQuestions,
  type ChangedEnumeration,
  type CountHolders,
} from "../diff/candidate/value-questions.js";
import { placeText, type EnumerationPlace } from "../diff/enumeration.js";
import { applyRenames, type Rename } from "../diff/rename.js";
import { isOpen, resolveRename } from "../diff/resolve-rename.js";
import type { RowQuestion } from "../operation/row-question.js";
import { sameName, type QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { RowAnswer } from "./ask-rows.js";
import type { AskRename, RenameQuestion } from "./question.js";
import { namedNew, newFlag } from "./new-option.js";
import { flagText, newParts, oldText } from "./rename-option.js";

export type SettleRequest = {
  readonly database: string;
  readonly from: Schema;
  readonly to: Schema;
  /** Stated for this run: each must hold. */
  readonly renames: readonly Rename[];
  /** Stated for good: those that have been done are passed over. */
  readonly hints: readonly Rename[];
  /** What is said to be new: nobody is asked about it. */
  readonly fresh: readonly string[];
  readonly memory: Memory;
  /** Counts rows. Left out: nobody does. */
  readonly countRows?: (question: RowQuestion) => Promise<RowAnswer>;
  readonly ask?: AskRename;
};

export type Settled = {
  readonly renames: readonly Rename[];
  /** What nobody has answered. */
  readonly questions: readonly RenameQuestion[];
  /** Of what is said to be new, what is. */
  readonly fresh: readonly string[];
  /** What was answered, as flags: `--rename users:people`, `--new users.country`. */
  readonly answers: readonly string[];
};

/** The renames that are stated, and those that are answered when asked for: tables first, then columns, then values. */
export async function settleRenames(request: SettleRequest): Promise<Settled> {
  const { from, to, memory } = request;
  const settling = createSettling(request);
  const base = (): Schema => applyRenames(from, to, settling.renames()).from;
  await settling.askAll(tableQuestions(base(), to, memory));
  const formerName = (table: QualifiedName): QualifiedName => formerOf(settling.renames(), table);
  await settling.askAll(columnQuestions(base(), to, memory, formerName));
  const held = await countHolders(request, settling.renames(), changedEnumerations(base(), to));
  await settling.askAll(valueQuestions(base(), to, held));
  const { renames, open, fresh, answers } = settling;
  const named = namedNew(request.fresh, base(), to);
  return { renames: renames(), questions: open(), fresh: [...fresh(), ...named], answers };
}

type Settling = {
  readonly renames: () => readonly Rename[];
  readonly open: () => readonly RenameQuestion[];
  readonly fresh: () => readonly string[];
  readonly answers: readonly string[];
  readonly askAll: (questions: readonly Asked[]) => Promise<void>;
};

function createSettling({ database, from, to, ...request }: SettleRequest): Settling {
  const stated = request.renames.map((rename) => resolveRename(rename, from, to));
  const hints = request.hints
    .map((rename) => resolveRename(rename, from, to))
    .filter((rename) => isOpen(rename, from, to));
  const renames: Rename[] = [...stated, ...hints];
  const open: RenameQuestion[] = [];
  const taken = new Set<string>();
  const fresh: string[] = [];
  const answers: string[] = [];
  const isFree = ({ rename }: Candidate): boolean => !taken.has(oldText(rename));
  const askOne = async (asked: Asked): Promise<void> => {
    const candidates = asked.candidates.filter(isFree);
    if (candidates.length === 0) return;
    const question = tellQuestion(database, { ...asked, candidates });
    if (request.fresh.includes(question.added)) return void fresh.push(question.added);
    if (request.ask === undefined) return void open.push(question);
    const answer = await request.ask(question);
    answers.push(answer?.flag ?? question.newFlag);
    if (answer === undefined) return;
    taken.add(oldText(answer.rename));
    renames.push(answer.rename);
  };
  return {
    renames: () => renames,
    open: () => open,
    fresh: () => fresh,
    answers,
    askAll: async (questions) => {
      for (const question of questions) await askOne(question);
    },
  };
}

/** How many rows hold each value that goes, asked of the columns by the names that they have in the database. */
async function countHolders(
  { countRows }: SettleRequest,
  renames: readonly Rename[],
  changed: readonly ChangedEnumeration[],
): Promise<CountHolders> {
  if (countRows === undefined) return () => undefined;
  const counts = new Map<string, number>();
  const key = (place: EnumerationPlace, value: string): string => `${placeText(place)}.${value}`;
  for (const { from, gone, columns } of changed) {
    for (const value of gone) {
      const now = columns.map(({ table, column }) => ({
        table: formerOf(renames, table),
        column: formerColumn(renames, table, column),
      }));
      for (const held of now) {
        const answer = await countRows({ kind: "holding", ...held, values: [value] });
        const at = key(from.place, value);
        counts.set(at, (counts.get(at) ?? 0) + (answer.rows ?? 0));
      }
    }
  }
  return (place, value) => counts.get(key(place, value));
}

function formerColumn(renames: readonly Rename[], table: QualifiedName, column: string): string {
  const renamed = renames.find(
    (rename) => rename.kind === "column" && sameName(rename.table, table) && rename.to === column,
  );
  return renamed?.kind === "column" ? renamed.from : column;
}

function tellQuestion(database: string, asked: Asked): RenameQuestion {
  const { subject, within, added, candidates } = asked;
  const parts = candidates.slice(0, 1).flatMap(({ rename }) => newParts(rename));
  return {
    kind: "rename",
    database,
    subject,
    added: within === undefined ? added : `${within}.${added}`,
    candidates: candidates.map(({ rename, score, reasons }) => ({
      old: oldText(rename),
      rename,
      score,
      reasons,
      flag: flagText(rename),
    })),
    newFlag: newFlag(parts),
  };
}

function formerOf(renames: readonly Rename[], table: QualifiedName): QualifiedName {
  const renamed = renames.find((rename) => rename.kind === "table" && sameName(rename.to, table));
  return renamed?.kind === "table" ? renamed.from : table;
}
