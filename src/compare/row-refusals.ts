import { describe } from "../operation/describe.js";
import { enumChanges } from "../operation/enum-change.js";
import type { HazardCode } from "../operation/hazard-codes.js";
import { hazards } from "../operation/hazards.js";
import type { Operation } from "../operation/operation.js";
import type { PresentNames } from "../operation/present-names.js";
import type { EnumQuestion, RowQuestion } from "../operation/row-question.js";
import { sameValue } from "../schema/equality.js";
import { nameKey, sameName, type QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { askRows, type RowAnswer } from "./ask-rows.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { columnsOfEnum } from "./enum-columns.js";

/** A change that the rows there are now make impossible, and that no value given to them mends. */
export type Refusal = {
  readonly revision: string;
  /** `create unique "uq_email" on "users"`. */
  readonly operation: string;
  /** `fails when rows are alike in the columns of the constraint`. */
  readonly rule: string;
  readonly rows: number;
  readonly sampled: boolean;
};

/** A change whose rows may be others by then. */
export type Unjudged = Pick<Refusal, "revision" | "operation">;

export type RefusalJudge = {
  /** To be called ahead of `names.follow`. `isKnown`: are the rows by then those that are there now? */
  readonly pass: (revision: string, operation: Operation, isKnown: boolean) => Promise<void>;
  readonly refusals: () => readonly Refusal[];
  readonly unjudged: () => readonly Unjudged[];
};

type Asked = { readonly rule: string; readonly rows: RowQuestion | EnumQuestion };

const judged: readonly HazardCode[] = [
  "ADDS_UNIQUE",
  "ADDS_PRIMARY_KEY",
  "ADDS_CHECK",
  "ADDS_FOREIGN_KEY",
  "REMOVES_ENUM_VALUE",
];

/** Puts what operations demand of rows to the rows that are there, in the names that they have now. */
export function createRefusalJudge(
  access: DatabaseAccess,
  names: PresentNames,
  start: () => Promise<Schema>,
): RefusalJudge {
  const refusals: Refusal[] = [];
  const unjudged: Unjudged[] = [];
  const changes = createChanges();
  const questionsFor = async ({ rows }: Asked): Promise<readonly RowQuestion[] | "unknown"> => {
    if (rows.kind !== "inEnum") return present(rows, names, changes);
    const held = columnsOfEnum(rows, (await start()).tables);
    return held.some((question) => changes.concern(question)) ? "unknown" : held;
  };
  return {
    pass: async (revision, operation, isKnown) => {
      for (const asked of askedBy(operation)) {
        const questions = await questionsFor(asked);
        const told = { revision, operation: describe(operation) };
        if (questions === "unknown" || (!isKnown && questions.length > 0)) unjudged.push(told);
        else {
          const { rows, sampled } = sum(await askRows(access, questions));
          if (rows > 0) refusals.push({ ...told, rule: asked.rule, rows, sampled });
        }
      }
      changes.follow(operation);
    },
    refusals: () => refusals,
    unjudged: () => unjudged,
  };
}

function askedBy(operation: Operation): readonly Asked[] {
  const asked = hazards(operation).flatMap(({ code, message: rule, rows }) =>
    judged.includes(code) && rows !== undefined ? [{ rule, rows }] : [],
  );
  return [...asked, ...lostValues(operation)];
}

/** Where a column itself says which values it may have. */
function lostValues(operation: Operation): readonly Asked[] {
  if (operation.kind !== "alterColumn" || operation.using !== undefined) return [];
  const { table, from, to, renamed } = operation;
  if (from.type.values === undefined || to.type.values === undefined) return [];
  const { gone } = enumChanges(from.type.values, to.type.values, renamed);
  if (gone.length === 0) return [];
  const rule = `fails when a row holds ${gone.map((value) => `"${value}"`).join(", ")}`;
  return [{ rule, rows: { kind: "holding", table, column: from.name, values: gone } }];
}

/** Empty where the table is new: it has no rows. */
function present(
  question: RowQuestion,
  names: PresentNames,
  changes: Changes,
): readonly RowQuestion[] | "unknown" {
  if (names.translate({ kind: "rows", table: question.table }) === undefined) return [];
  const now = names.translate(question);
  if (now === undefined || changes.concern(question)) return "unknown";
  return question.kind === "orphans" ? presentKey(question, now, names) : [now];
}

/** A table that comes on the way has no rows to refer to. */
function presentKey(
  { key }: Extract<RowQuestion, { kind: "orphans" }>,
  now: RowQuestion,
  names: PresentNames,
): readonly RowQuestion[] | "unknown" {
  if (now.kind !== "orphans") return "unknown";
  const target = names.translate({ kind: "rows", table: key.references });
  const [column, ...others] = now.key.columns;
  if (target === undefined) {
    const isSimple = column !== undefined && others.length === 0;
    return isSimple ? [{ kind: "filled", table: now.table, column }] : "unknown";
  }
  const isThere = key.referencedColumns.every((name) => {
    const found = names.translate({ kind: "filled", table: key.references, column: name });
    return found?.kind === "filled" && found.column === name;
  });
  return isThere && sameName(target.table, key.references) ? [now] : "unknown";
}

/** The columns whose values are others by then. */
type Changes = {
  readonly follow: (operation: Operation) => void;
  readonly concern: (question: RowQuestion) => boolean;
};

function createChanges(): Changes {
  const changed = new Map<string, Set<string>>();
  const add = (table: QualifiedName, columns: readonly string[]): void => {
    const known = changed.get(nameKey(table)) ?? new Set<string>();
    changed.set(nameKey(table), new Set([...known, ...columns]));
  };
  const isChanged = (table: QualifiedName, columns?: readonly string[]): boolean => {
    const known = changed.get(nameKey(table)) ?? new Set<string>();
    return known.has("*") || (columns ?? [...known]).some((column) => known.has(column));
  };
  return {
    follow: (operation) => {
      if (operation.kind === "backfill") add(operation.table, Object.keys(operation.set));
      else if (operation.kind === "dropTable") add(operation.table, ["*"]);
      else if (operation.kind === "renameTable") add(operation.from, ["*"]);
      else if (operation.kind === "dropColumn") add(operation.table, [operation.column.name]);
      else if (operation.kind === "renameColumn") add(operation.table, [operation.from]);
      else if (operation.kind === "alterColumn" && changesValues(operation))
        add(operation.table, [operation.from.name, operation.to.name]);
    },
    concern: (question) => {
      if (question.kind === "orphans" && isChanged(question.key.references)) return true;
      return isChanged(question.table, columnsOf(question));
    },
  };
}

function changesValues({
  from,
  to,
  using,
}: Extract<Operation, { readonly kind: "alterColumn" }>): boolean {
  return using !== undefined || !sameValue(from.type, to.type) || from.name !== to.name;
}

/** `undefined`: it may read any of them. */
function columnsOf(question: RowQuestion): readonly string[] | undefined {
  switch (question.kind) {
    case "filled":
    case "empty":
    case "holding":
      return [question.column];
    case "orphans":
      return question.key.columns;
    case "alike": {
      const named = question.keys.flatMap(({ column }) => column ?? []);
      const isPlain = question.where === undefined && named.length === question.keys.length;
      return isPlain ? named : undefined;
    }
    default:
      return undefined;
  }
}

function sum(answers: readonly RowAnswer[]): Required<Pick<RowAnswer, "rows" | "sampled">> {
  return answers.reduce<Required<Pick<RowAnswer, "rows" | "sampled">>>(
    (all, { rows = 0, sampled = false }) => ({
      rows: all.rows + rows,
      sampled: all.sampled || (sampled && rows > 0),
    }),
    { rows: 0, sampled: false },
  );
}
