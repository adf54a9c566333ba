import { AthanorError } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";
import { walk } from "../history/walk.js";
import { describe } from "../operation/describe.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, partsOf, type AnyOperation } from "../operation/plugin-operation.js";
import type { Server } from "../plugin/catalog.js";
import type { Dialect } from "../plugin/dialect.js";
import type { DatabaseAccess } from "../project/database-access.js";
import type { Project } from "../project/project.js";
import type { Step } from "../revision/step.js";
import { textOf } from "../runner/compile-in-order.js";
import { compileStep, type CompiledItem, type StepCompiler } from "../runner/compile-step.js";
import { checkPlanned } from "../runner/journal/unfinished.js";
import { writtenBy, type Fills, type Known, type ReplayedStep } from "../runner/replay.js";
import { spanOf, type Span, type TransactionMode } from "../runner/run-request.js";
import { compact } from "../schema/compact.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import type { OperationHazards } from "./check-hazards.js";
import { tellHazards, type ToldHazard } from "./difference.js";
import { checkWay, readWay, type PlannedWay, type ReadWay } from "./planned-way.js";

/** What a run would do to one database, as data. */
export type ExecutionPlan = {
  /** `"default"` where there is one only. */
  readonly database: string;
  /** `"postgres"`, `"sqlite"`, ... */
  readonly dialect: string;
  /** The version rows before, sorted. */
  readonly from: readonly string[];
  /** The version rows afterwards, sorted. */
  readonly to: readonly string[];
  /** In the order in which they would be run. */
  readonly revisions: readonly RevisionPlan[];
};

export type RevisionPlan = {
  readonly revision: string;
  readonly message: string;
  readonly path: string;
  readonly direction: Step["direction"];
  /** `"shared"`: it is in one transaction with those beside it; `"own"`: in one of its own; `"none"`: none is around it. */
  readonly transaction: Span;
  /** In the order in which they would be run; changes of one table may have been joined. */
  readonly operations: readonly OperationPlan[];
  /** What of the revision nobody knows before it is run, and why. */
  readonly notes: readonly string[];
};

export type OperationPlan = {
  /** One sentence. */
  readonly operation: string;
  /** The operation as data, as a program would hand it to `op.invoke`. */
  readonly change: AnyOperation;
  /** In the order in which they would be sent. Left out: they are not known. */
  readonly statements?: readonly StatementPlan[];
  /** Why the statements are not known. */
  readonly unknown?: string;
  /** What it endangers, checked against the rows as they are now. */
  readonly hazards: readonly ToldHazard[];
};

export type StatementPlan = {
  /** Values inlined. A question to the rows, which stops a run, is a comment. */
  readonly sql: string;
  /** The transaction of the run that it would be in, from 1 on; `null`: it is sent by itself. */
  readonly transaction: number | null;
};

export type PlanRequest = PlannedWay & {
  readonly transaction: TransactionMode;
  /** What rows get in columns that become required. */
  readonly fills?: Fills;
};

/**
 * Follows the planned revisions from the database as it is, compiles what they ask for, and runs nothing. What depends
 * on rows is not seen.
 */
export async function planExecution(
  project: Project,
  access: DatabaseAccess,
  { transaction, fills, ...planned }: PlanRequest,
): Promise<ExecutionPlan> {
  const { dialect, connection, environment, name } = access;
  const { kinds } = environment;
  const server = await dialect.catalog.server(connection);
  const way = await readWay(access, planned);
  checkPlanned(way, way.unfinished);
  const start = await readStart(access, server, way);
  const facts = {
    dialect: dialect.name,
    database: name,
    ...compact({ defaultSchema: server.defaultSchema }),
  };
  const walking = { named: { ...facts, kinds }, start, manner: writtenBy(dialect, fills) };
  const cuts = createCuts();
  const drafts: Draft[] = [];
  for await (const step of walk(project, way.steps, walking)) {
    const span = spanOf({ transaction, dialect }, step.loaded.module);
    const isHalfDone = way.unfinished.some(({ revision }) => revision === step.step.revision.id);
    const stretch = { span, isHalfDone, cuts };
    const operations = await draftOperations({ dialect, kinds, server }, step, stretch);
    drafts.push({ step, loaded: step.loaded, span, operations, isHalfDone });
  }
  const found = await checkWay(drafts, { access, server, state: start.schema }, transaction);
  const revisions = drafts.map((draft) => revisionPlan(draft, found, access));
  return { database: name, dialect: dialect.name, from: way.from, to: way.rows, revisions };
}

type Draft = Pick<ReplayedStep, "loaded"> & {
  readonly step: ReplayedStep;
  readonly span: Span;
  readonly operations: readonly DraftOperation[];
  readonly isHalfDone: boolean;
};

type DraftOperation = {
  readonly operation: AnyOperation;
  readonly before: Schema;
  readonly told: Told;
};

async function draftOperations(
  compiler: StepCompiler,
  step: ReplayedStep,
  { span, isHalfDone, cuts }: Pick<Draft, "span" | "isHalfDone"> & { readonly cuts: Cuts },
): Promise<readonly DraftOperation[]> {
  const operations: DraftOperation[] = [];
  cuts.enter(span);
  for await (const item of compileStep(compiler, step, cuts.earlier)) {
    if (item.kind === "leave") cuts.enter("none");
    if (item.kind === "enter") cuts.enter(span);
    if (item.kind !== "operation") continue;
    const { operation, before } = item;
    const told = isHalfDone ? { unknown: halfDone } : tell(item, cuts, compiler.dialect);
    operations.push({ operation, before, told });
  }
  return operations;
}

type Told = Pick<OperationPlan, "statements" | "unknown">;

/** What is half done has changed the database already: from there on, what it is like cannot be followed. */
async function readStart(
  { dialect, connection }: DatabaseAccess,
  server: Server,
  { steps, unfinished }: ReadWay,
): Promise<Known> {
  const isDoubtful = unfinished.length > 0;
  if (steps.length === 0) return { schema: emptySchema, notes: [], isDoubtful };
  const scope = dialect.capabilities.batchesTableChanges ? {} : { schemas: ["*"] };
  const schema = await dialect.catalog.inspect(connection, server, scope);
  return { schema, notes: [], isDoubtful };
}

const halfDone = "The revision is half done: the run goes on where it stopped.";
const inBatches = "It runs in batches, each in a transaction of its own: how many, the rows tell.";
const notFollowed =
  "It depends on what the database is like there, and what comes before could not be followed.";

type Compiled = Extract<CompiledItem, { kind: "operation" }>;

function tell(item: Compiled, cuts: Cuts, { ddl: { literal } }: Dialect): Told {
  const { operation } = item;
  const isOwn = !isPluginOperation(operation);
  if ("error" in item) return { unknown: reasonOf(item.error) };
  if (isOwn && operation.kind === "backfill" && operation.batchSize !== undefined) {
    cuts.end();
    return { unknown: inBatches };
  }
  const statements = item.statements.map((statement) => ({
    sql: textOf(statement, literal),
    transaction: cuts.take(statement.transactional !== false),
  }));
  if (isOwn) cuts.done(operation);
  return { statements };
}

function reasonOf(error: unknown): string {
  const isState = error instanceof AthanorError && error.code === "STATE_UNKNOWN";
  return isState ? notFollowed : messageOf(error);
}

/** Where the transactions of a run begin and end. */
type Cuts = ReturnType<typeof createCuts>;

function createCuts() {
  let count = 0;
  let span: Span = "none";
  let open: number | undefined;
  let earlier: Operation[] = [];
  const end = (): void => {
    open = undefined;
    earlier = [];
  };
  return {
    end,
    enter: (next: Span): void => {
      if (next !== span || next === "own") end();
      span = next;
    },
    /** The transaction that the next statement is in. */
    take: (isTransactional: boolean): number | null => {
      if (span === "none") return null;
      if (!isTransactional) {
        end();
        return null;
      }
      return (open ??= count += 1);
    },
    done: (operation: Operation): void => {
      if (span !== "none") earlier.push(operation);
    },
    earlier: (): readonly Operation[] => earlier,
  };
}

function revisionPlan(
  { step: { step, notes }, span, operations, isHalfDone }: Draft,
  found: readonly OperationHazards[],
  { environment: { kinds } }: DatabaseAccess,
): RevisionPlan {
  const { id, message, path } = step.revision;
  const hazardsOf = (whole: AnyOperation): readonly ToldHazard[] => {
    const own = new Set([whole, ...partsOf(whole)]);
    return tellHazards(
      found.filter(({ operation }) => own.has(operation)),
      kinds,
    );
  };
  return {
    revision: id,
    message,
    path,
    direction: step.direction,
    transaction: span,
    operations: operations.map(({ operation, told }) => ({
      operation: describe(operation, kinds),
      change: operation,
      ...told,
      hazards: hazardsOf(operation),
    })),
    notes: isHalfDone ? [halfDone] : notes,
  };
}
