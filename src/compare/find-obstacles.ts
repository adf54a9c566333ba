import type { Operation } from "../operation/operation.js";
import { isPluginOperation, partsOf, type AnyOperation } from "../operation/plugin-operation.js";
import { createPresentNames } from "../operation/present-names.js";
import type { OperationFacts, OperationRequest } from "../operation/request.js";
import { requiredColumnOf, type RequiredColumn } from "../operation/required-column.js";
import type { RowQuestion } from "../operation/row-question.js";
import type { Server } from "../plugin/catalog.js";
import type { Step } from "../revision/step.js";
import { recordCalls, type RecordedCall } from "../runner/record.js";
import { createReplay } from "../runner/replay.js";
import { revisionFunction } from "../runner/revision-function.js";
import type { Column } from "../schema/column.js";
import { compact } from "../schema/compact.js";
import { nameKey, nameText, type QualifiedName } from "../schema/name.js";
import { emptySchema, findTable, type Schema } from "../schema/schema.js";
import { askRows } from "./ask-rows.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { loadRevision } from "../history/load-with-checksum.js";
import { once } from "../project/once.js";
import type { Project } from "../project/project.js";
import type { BackfillQuestion } from "./question.js";
import { createRefusalJudge, type Refusal, type Unjudged } from "./row-refusals.js";
import { tellQuestion } from "./settle-backfills.js";

/** Rows that have no value in a column that a revision of the plan makes required. */
export type Obstacle = BackfillQuestion & {
  readonly revision: string;
  /** `users.notes`: how `--backfill` names it. */
  readonly place: string;
};

export type FoundObstacles = {
  readonly obstacles: readonly Obstacle[];
  /** What rows make impossible, whatever value they are given. */
  readonly refusals: readonly Refusal[];
  /** What was not judged. */
  readonly unjudged: readonly Unjudged[];
  /** All columns that the steps make required, rows or none. */
  readonly places: ReadonlySet<string>;
};

/**
 * Follows the steps from the database as it is, runs nothing, and counts the rows that stand against them. What comes
 * behind SQL or rows of the author's own is not judged: nobody knows which rows are left by then.
 */
export async function findObstacles(
  project: Project,
  access: DatabaseAccess,
  steps: readonly Step[],
): Promise<FoundObstacles> {
  const { dialect, connection, environment } = access;
  const server = await dialect.catalog.server(connection);
  const facts: OperationFacts = {
    ...compact({ defaultSchema: server.defaultSchema }),
    dialect: dialect.name,
    database: access.name,
    offline: false,
    arguments: project.arguments,
  };
  const followed: Followed[] = [];
  for (const step of steps) {
    const module = await loadRevision(project, step.revision);
    const author = revisionFunction(module, step.direction, facts.database);
    const calls = author === undefined ? [] : await recordCalls(author, facts, "refusal");
    followed.push({ step, calls });
  }
  const start = await readStart(access, server, followed);
  const replay = createReplay(start, { manner: { kind: "known" }, kinds: environment.kinds });
  const judge = createJudge(
    access,
    start,
    once(() => dialect.catalog.inspect(connection, server, {})),
  );
  for (const { step, calls } of followed) {
    for (const call of calls) {
      // It asks the database itself, or goes on in a way that cannot be followed: the run itself tells what fails.
      if (call.kind === "question" || call.kind === "failure") judge.lose();
      if (call.kind !== "request") continue;
      for (const item of replay.take(call)) {
        if (item.kind === "failure") throw item.error;
        if (item.kind === "operation") await judge.pass(step.revision.id, item.operation);
      }
    }
  }
  return judge.found();
}

type Followed = { readonly step: Step; readonly calls: readonly RecordedCall[] };

async function readStart(
  { dialect, connection }: DatabaseAccess,
  server: Server,
  followed: readonly Followed[],
): Promise<Schema> {
  const calls = followed.flatMap((each) => each.calls);
  const requests = calls.flatMap((call) => (call.kind === "request" ? [call.request] : []));
  const names = [...requests.flatMap(({ needs }) => needs), ...requests.flatMap(subjectsOf)];
  const tables = [...new Map(names.map((name) => [nameKey(name), name])).values()];
  return tables.length === 0
    ? emptySchema
    : dialect.catalog.inspect(connection, server, { tables });
}

/** A call that says all of its change itself needs nothing, and is about a table all the same. */
function subjectsOf({ complete, parts }: OperationRequest): readonly QualifiedName[] {
  if (parts !== undefined) return parts.flatMap((part) => [...part.needs, ...subjectsOf(part)]);
  try {
    const operation = complete(emptySchema);
    if (isPluginOperation(operation)) return [];
    if (operation.kind === "renameTable") return [operation.from];
    return "table" in operation ? [operation.table] : [];
  } catch {
    return []; // What it lacks is among its needs.
  }
}

type Judge = {
  readonly pass: (revision: string, operation: AnyOperation) => Promise<void>;
  /** From here on nothing is known of the rows. */
  readonly lose: () => void;
  readonly found: () => FoundObstacles;
};

const changesRows = /^(execute|bulkInsert|deleteRows)$/;

function createJudge(access: DatabaseAccess, start: Schema, whole: () => Promise<Schema>): Judge {
  const names = createPresentNames();
  const refusal = createRefusalJudge(access, names, whole);
  const obstacles: Obstacle[] = [];
  const places = new Set<string>();
  const columns = createPassedColumns(start);
  let isLost = false;
  const passPart = async (revision: string, part: AnyOperation): Promise<void> => {
    if (isPluginOperation(part)) return void (isLost = true);
    if (changesRows.test(part.kind)) isLost = true;
    const need = requiredColumnOf(part);
    if (need !== undefined) places.add(need.place);
    const isOpen = need && !names.isFilled(need.table, need.column.name) && !columns.isThere(need);
    const question =
      need && isOpen && !isLost ? names.translate(columns.question(need)) : undefined;
    await refusal.pass(revision, part, !isLost);
    names.follow(part);
    columns.follow(part);
    if (need === undefined || question === undefined) return;
    const [answer = {}] = await askRows(access, [question]);
    const told = tellQuestion(access.name, need, answer);
    if (told !== undefined) obstacles.push({ ...told, revision, place: need.place });
  };
  return {
    pass: async (revision, operation) => {
      for (const part of partsOf(operation)) await passPart(revision, part);
    },
    lose: () => {
      isLost = true;
    },
    found: () => ({
      obstacles,
      places,
      refusals: refusal.refusals(),
      unjudged: refusal.unjudged(),
    }),
  };
}

/** The columns that came and went on the way. */
function createPassedColumns(start: Schema) {
  const gone = new Set<string>();
  const empty = new Set<string>();
  return {
    follow: (part: Operation): void => {
      if (part.kind === "dropColumn") gone.add(placeOf(part));
      if (part.kind === "addColumn" && isEmpty(part.column)) empty.add(placeOf(part));
    },
    /** Added by a run that stopped half way. */
    isThere: ({ operation, table, column, place }: RequiredColumn): boolean =>
      operation.kind === "addColumn" &&
      !gone.has(place) &&
      findTable(start, table)?.columns.some(({ name }) => name === column.name) === true,
    /** In a column that came on the way without values all rows are empty. */
    question: ({ question, table, place }: RequiredColumn): RowQuestion =>
      empty.has(place) ? { kind: "rows", table } : question,
  };
}

function placeOf({ table, column }: { readonly table: QualifiedName; readonly column: Column }) {
  return `${nameText(table)}.${column.name}`;
}

function isEmpty(column: Column): boolean {
  return column.nullable && column.default === undefined && column.generated === undefined;
}
