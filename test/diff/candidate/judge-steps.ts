import { columnQuestions } from "../../../src/diff/candidate/column-questions.js";
import { noNames } from "../../../src/diff/candidate/memory.js";
import { likely } from "../../../src/diff/candidate/question.js";
import type { ForeignKey } from "../../../src/schema/constraint.js";
import { emptyTable, type Table } from "../../../src/schema/table.js";
import { column, schemaOf } from "../../support/table.js";
import type { Step } from "./steps.js";

/** What the rename candidates are worth on steps whose renames are known. */
export type Judgement = {
  /** Of the candidates that a person would be offered first, how many are renames. */
  readonly precision: number;
  /** Of the renames, how many are offered so. */
  readonly recall: number;
  /** Of the renames, how many are asked about, be it as less likely than not. */
  readonly asked: number;
  readonly offered: number;
  readonly renames: number;
  /** `users.name:title 0.65`: offered, and none. */
  readonly wrong: readonly string[];
  /** Renames, and not offered. */
  readonly missed: readonly string[];
};

export function judge(steps: readonly Step[]): Judgement {
  const judged = steps.map((step) => ({ step, candidates: candidatesOf(step) }));
  const offers = judged.flatMap(({ step, candidates }) =>
    candidates.filter(({ isOffered }) => isOffered).map((each) => ({ step, ...each })),
  );
  const wrong = offers
    .filter(({ step, rename }) => !step.renames.includes(rename))
    .map(({ step, rename, score }) => `${step.table}.${rename} ${String(score)}`);
  const known = judged.flatMap(({ step, candidates }) =>
    step.renames.map((rename) => {
      const found = candidates.filter((each) => each.rename === rename);
      const isOffered = found.some((each) => each.isOffered);
      return { text: `${step.table}.${rename}`, isAsked: found.length > 0, isOffered };
    }),
  );
  const missed = known.filter(({ isOffered }) => !isOffered).map(({ text }) => text);
  return {
    precision: 1 - wrong.length / offers.length,
    recall: 1 - missed.length / known.length,
    asked: known.filter(({ isAsked }) => isAsked).length / known.length,
    offered: offers.length,
    renames: known.length,
    wrong,
    missed,
  };
}

/** All that is asked about. Offered is what stands first and is likelier a rename than not. */
function candidatesOf({ table: name, gone, come }: Step) {
  const from = schemaOf([tableOf(name, gone)]);
  const to = schemaOf([tableOf(name, come)]);
  const questions = columnQuestions(from, to, { now: noNames, before: noNames }, (same) => same);
  return questions.flatMap(({ added, candidates }) =>
    candidates.map(({ rename, score }, at) => ({
      rename: `${rename.kind === "column" ? rename.from : ""}:${added}`,
      score,
      isOffered: at === 0 && score >= likely,
    })),
  );
}

function tableOf(name: string, texts: readonly string[]): Table {
  const read = texts.map((text) => /^(\S+) ([^>]+?)(?: > (.+))?$/.exec(text) ?? []);
  const columns = read.map(([, own = "", type = ""]) => column(own, type));
  const foreignKeys = read.flatMap(([, own = "", , references]) =>
    references === undefined ? [] : [keyTo(own, references)],
  );
  return { ...emptyTable({ name }), columns: [column("first"), ...columns], foreignKeys };
}

function keyTo(own: string, references: string): ForeignKey {
  return {
    kind: "foreignKey",
    columns: [own],
    references: { name: references },
    referencedColumns: ["id"],
    onDelete: "NO ACTION",
    onUpdate: "NO ACTION",
  };
}
