import { worthRemembering } from "../diff/candidate/memory.js";
import { movedColumns, moveText } from "../diff/moved-columns.js";
import type { NamesByDatabase } from "../directory/entity-names.js";
import type { Graph } from "../revision/graph.js";
import { compact } from "../schema/compact.js";
import { parseBackfills, rejectUnused } from "./backfill-option.js";
import type { ComparedDatabase } from "./compare-database.js";
import { compareProject } from "./compare-project.js";
import { tellDifference, type DatabaseDifference } from "./difference.js";
import type { Project } from "./project.js";
import type { Ask } from "./ask.js";
import { remarkHazards } from "./remark-hazards.js";
import { remarkQuestions } from "./remark-questions.js";
import { parseRename } from "./rename-option.js";
import { reverseOperations } from "./reverse-operations.js";
import type { RevisionBodies } from "./write-revision-file.js";

export type AutogenerateOptions = {
  /** `users:people`, `users.name:full_name`, `user_status.active:live`. */
  readonly renames?: readonly string[];
  /** `users.country='DE'`: what rows get in a column that becomes required. */
  readonly backfills?: readonly string[];
  /** Who is asked what cannot be known. Default: nobody; questions stay open, and nothing is guessed. */
  readonly ask?: Ask;
  /** Writes nothing while a question is open. */
  readonly strict?: boolean;
  /** Tables that neither the entities nor the history know. Default: the environment's, which is to keep them. */
  readonly unmanaged?: "keep" | "drop";
};

/** The difference between entities and databases, as a revision file holds it. */
export type Generated = {
  readonly bodies: RevisionBodies;
  readonly databases: readonly DatabaseDifference[];
  readonly notes: readonly string[];
  /** Whoever was asked does not want it written, or questions are open where none may be. */
  readonly refused: boolean;
  readonly names: NamesByDatabase;
  /** Compares a database once more, by its name. */
  readonly looks: ReadonlyMap<string, ComparedDatabase["lookAgain"]>;
};

export async function autogenerate(
  project: Project,
  graph: Graph,
  options: AutogenerateOptions,
): Promise<Generated> {
  const { unmanaged, ask } = options;
  const asking = countQuestions(ask);
  const renames = (options.renames ?? []).map(parseRename);
  const backfills = parseBackfills(options.backfills ?? []);
  const compare = { atHeads: true, renames, backfills, ...compact({ unmanaged, ask: asking }) };
  const compared = await compareProject(project, graph, compare, (found) => found);
  rejectUnused(
    backfills,
    compared.flatMap(({ backfilled }) => backfilled),
  );
  const { bodies, notes } = await bodiesOf(project, compared);
  const databases = compared.map(tellDifference);
  const questions = databases.flatMap((difference) => difference.questions);
  const moves = compared.flatMap(({ operations }) => movedColumns(operations));
  const ofHazards = remarkHazards(compared.flatMap(({ hazards }) => hazards));
  const ofQuestions = remarkQuestions(questions);
  const declined = asking?.asked() === true && !(await asking.confirm(databases));
  return {
    bodies: {
      ...bodies,
      remarks: (operation) => [
        ...ofHazards(operation),
        ...ofQuestions(operation),
        ...moves.filter(({ drop }) => drop === operation).map(moveText),
      ],
    },
    databases,
    notes: [...notes, ...moves.map(moveText)],
    refused: declined || (options.strict === true && questions.length > 0),
    looks: new Map(compared.map(({ database, lookAgain }) => [database, lookAgain])),
    names: Object.fromEntries(
      compared.map(({ database, origins }) => [database, worthRemembering(origins)]),
    ),
  };
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
    asked: () => asked,
  };
}

/** One body, or one for each database where the environment names them. */
async function bodiesOf(
  project: Project,
  compared: readonly ComparedDatabase[],
): Promise<{ readonly bodies: RevisionBodies; readonly notes: readonly string[] }> {
  const { named, kinds, renderItem } = await project.environment();
  const rendering = compact({ kinds, renderItem });
  const ways = compared.map(({ database, operations }) => {
    const back = reverseOperations(operations, kinds);
    return { database, operations, downgrade: back.operations, notes: back.notes };
  });
  const notes = ways.flatMap((way) => way.notes);
  const [only] = ways;
  if (!named && only !== undefined) {
    return { bodies: { upgrade: only.operations, downgrade: only.downgrade, rendering }, notes };
  }
  const upgrade = Object.fromEntries(ways.map((way) => [way.database, way.operations]));
  const downgrade = Object.fromEntries(ways.map((way) => [way.database, way.downgrade]));
  return { bodies: { upgrade, downgrade, rendering }, notes };
}
