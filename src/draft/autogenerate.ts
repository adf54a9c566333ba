import type { OptionKinds } from "../config/option-kind.js";
import { worthRemembering } from "../diff/candidate/memory.js";
import { movedColumns, moveText, type MovedColumn } from "../diff/moved-columns.js";
import type { NamesByDatabase } from "../directory/entity-names.js";
import type { Graph } from "../revision/graph.js";
import type { AnyOperation } from "../operation/plugin-operation.js";
import { fillRequired } from "../operation/required-column.js";
import { compact } from "../schema/compact.js";
import { parseBackfills, rejectUnused, type Backfills } from "../compare/backfill-option.js";
import { parseConversions, rejectUnconverted } from "../compare/conversion-option.js";
import type { ComparedDatabase } from "../compare/compare-database.js";
import { compareProject } from "../compare/compare-project.js";
import { tellDifference, type DatabaseDifference } from "../compare/difference.js";
import { splitByLocks, withoutShortage } from "../compare/lock-shortage.js";
import { alignParts, partsOf, type RevisionPart } from "./revision-parts.js";
import type { Project } from "../project/project.js";
import type { Ask } from "./ask.js";
import type { Question } from "../compare/question.js";
import { remarkHazards } from "./remark-hazards.js";
import { remarkQuestions, type Remarks } from "./remark-questions.js";
import { remarkWayBack } from "./remark-way-back.js";
import { parseNew, rejectOld } from "../compare/new-option.js";
import { parseRename } from "../compare/rename-option.js";
import { reverseOperations } from "./reverse-operations.js";
import type { RevisionBodies } from "./write-revision-file.js";

export type AutogenerateOptions = {
  /** `users:people`, `users.name:full_name`, `user_status.active:live`. */
  readonly rename?: readonly string[];
  /** `users.country`, `people`: tables, columns and values that are new, and no renames. */
  readonly new?: readonly string[];
  /** `users.country='DE'`: what rows get in a column that becomes required. */
  readonly backfill?: readonly string[];
  /** `post.tags=list`, `users.age=trim("age")::integer`: how the values of a column are converted whose type changes. */
  readonly convert?: readonly string[];
  /** Who is asked what cannot be known. Default: nobody; questions stay open, and nothing is guessed. */
  readonly ask?: Ask;
  /** Writes nothing while a question is open. */
  readonly strict?: boolean;
  /** Writes several revisions that follow each other where one transaction would hold more locks than the server has room for. */
  readonly split?: boolean;
  /** Tables that neither the entities nor the history know. Default: the environment's, which is to keep them. */
  readonly unmanaged?: "keep" | "drop";
};

export const autogenerateKinds: OptionKinds<AutogenerateOptions> = {
  rename: "texts",
  new: "texts",
  backfill: "texts",
  convert: "texts",
  ask: "any",
  strict: "flag",
  split: "flag",
  unmanaged: ["keep", "drop"],
};

/** What one revision file holds, and why it is a file of its own. */
export type GeneratedFile = Omit<RevisionPart<unknown>, "held"> & {
  readonly bodies: RevisionBodies;
};

/** The difference between entities and databases, as revision files hold it. */
export type Generated = {
  /** In the order in which they follow each other. */
  readonly files: readonly GeneratedFile[];
  /** What is written above operations; `command` writes the revision once more. */
  readonly remarks: (command: string) => Remarks;
  /** What whoever was asked has answered, as flags. */
  readonly answers: readonly string[];
  readonly databases: readonly DatabaseDifference[];
  readonly notes: readonly string[];
  /** Whoever was asked does not want it written, or questions are open where none may be. */
  readonly refused: boolean;
  readonly names: NamesByDatabase;
  /** Compares a database once more, by its name. */
  readonly looks: ReadonlyMap<string, ComparedDatabase["lookAgain"]>;
};

/** @param open questions that stay open, whatever the comparison finds */
export async function autogenerate(
  project: Project,
  graph: Graph,
  options: AutogenerateOptions,
  open: readonly Question[] = [],
): Promise<Generated> {
  const { unmanaged, ask, split = false } = options;
  const asking = countQuestions(ask);
  const renames = (options.rename ?? []).map(parseRename);
  const backfills = parseBackfills(options.backfill ?? []);
  const fresh = (options.new ?? []).map(parseNew);
  const conversions = parseConversions(options.convert ?? []);
  const stated = { renames, fresh, backfills, conversions };
  const compare = { atHeads: true, ...stated, ...compact({ unmanaged, ask: asking }) };
  const compared = await compareProject(project, graph, compare, (found) => parted(found, split));
  const { files, notes, filled } = await filesOf(project, compared, { backfills, split });
  const used = [...compared.flatMap(({ backfilled }) => backfilled), ...filled];
  rejectUnused(backfills, used);
  rejectOld(fresh, compared);
  rejectUnconverted(conversions, compared);
  const databases = compared.map((each) => withQuestions(tellDifference(each), open));
  const questions = databases.flatMap((difference) => difference.questions);
  const moves = compared.flatMap(({ operations }) => movedColumns(operations));
  const declined = asking?.asked() === true && !(await asking.confirm(databases));
  const told = { questions, moves, compared, files, notes, filled };
  return {
    files,
    remarks: (command) => remarksOf(told, command),
    answers: [...new Set(compared.flatMap(({ answers }) => answers))],
    databases,
    notes: [...notes, ...moves.map(moveText)],
    refused: declined || (options.strict === true && questions.length > 0),
    looks: new Map(compared.map(({ database, lookAgain }) => [database, lookAgain])),
    names: Object.fromEntries(
      compared.map(({ database, origins }) => [database, worthRemembering(origins)]),
    ),
  };
}

function withQuestions(
  difference: DatabaseDifference,
  open: readonly Question[],
): DatabaseDifference {
  const own = open.filter(({ database }) => database === difference.database);
  return { ...difference, questions: [...own, ...difference.questions] };
}

type Told = Files & {
  readonly compared: readonly ComparedDatabase[];
  readonly questions: readonly Question[];
  readonly moves: readonly MovedColumn[];
};

function remarksOf({ files, compared, questions, moves, filled }: Told, command: string): Remarks {
  const ofHazards = remarkHazards(compared.flatMap(({ hazards }) => hazards));
  const ofQuestions = remarkQuestions(questions, command);
  const downgrades = files.map(({ bodies }) => bodies.downgrade);
  const ofWayBack = remarkWayBack(downgrades, filled);
  return (operation) => [
    ...ofHazards(operation),
    ...ofQuestions(operation),
    ...ofWayBack(operation),
    ...moves.filter(({ drop }) => drop === operation).map(moveText),
  ];
}

type Asking = Ask & { readonly asked: () => boolean };

function countQuestions(ask: Ask | undefined): Asking | undefined {
  if (ask === undefined) return undefined;
  let asked = false;
  const noting =
    <Question, Answer>(question: (about: Question) => Promise<Answer>) =>
    (about: Question): Promise<Answer> => {
      asked = true;
      return question(about);
    };
  return {
    ...ask,
    rename: noting(ask.rename),
    backfill: noting(ask.backfill),
    ...compact({ conversion: ask.conversion && noting(ask.conversion) }),
    asked: () => asked,
  };
}

type Files = {
  readonly files: readonly GeneratedFile[];
  /** What the way back leaves as it is. */
  readonly notes: readonly string[];
  /** The given backfills that the way back needs. */
  readonly filled: readonly string[];
};

/** One file, or several where not all can share a transaction. In each one body, or one for each database that is named. */
async function filesOf(
  project: Project,
  compared: readonly ComparedDatabase[],
  { backfills: given, split }: { readonly backfills: Backfills; readonly split: boolean },
): Promise<Files> {
  const { named, kinds, renderItem } = await project.environment();
  const rendering = compact({ kinds, renderItem });
  const notes: string[] = [];
  const filled: string[] = [];
  const sqlOf = (place: string): string | undefined => {
    const sql = given.get(place);
    if (sql !== undefined) filled.push(place);
    return sql;
  };
  const back = (operations: readonly AnyOperation[]): readonly AnyOperation[] => {
    const reversed = reverseOperations(operations, kinds);
    notes.push(...reversed.notes);
    return reversed.operations.flatMap((each) => fillRequired(each, sqlOf));
  };
  const [only] = compared;
  if (!named && only !== undefined) {
    const files = partsIn(only, split).map(({ held: upgrade, ...part }) => ({
      ...part,
      bodies: { upgrade, downgrade: back(upgrade), rendering },
    }));
    return { files, notes, filled };
  }
  const parts = compared.map((each) => [each.database, partsIn(each, split)] as const);
  const files = alignParts(parts).map(({ held: upgrade, ...part }) => {
    const ways = Object.entries(upgrade).map(([name, operations]) => [name, back(operations)]);
    return {
      ...part,
      bodies: { upgrade, downgrade: Object.fromEntries(ways) as typeof upgrade, rendering },
    };
  });
  return { files, notes, filled };
}

/** What is parted leaves room for the locks of each part. */
function parted(found: ComparedDatabase, split: boolean): ComparedDatabase {
  return split ? { ...found, hazards: withoutShortage(found.hazards) } : found;
}

/** Where definitions commit by themselves, the journal takes up any revision where it stopped: one file is enough. */
function partsIn({ operations, capabilities, shortage }: ComparedDatabase, split: boolean) {
  if (!capabilities.transactionalDdl || operations.length === 0) return [{ held: operations }];
  const parts = partsOf(operations);
  if (!split || shortage === undefined) return parts;
  return parts.flatMap(({ held, ...part }) =>
    splitByLocks(held, shortage).map((share) => ({ ...part, held: share })),
  );
}
