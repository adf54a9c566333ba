import type { TableChange } from "../../../src/operation/table-change.js";
import { lockingOf, type Locking } from "../../../src/operation/locking.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import { sameValue } from "../../../src/schema/equality.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { mentions } from "../../../src/schema/sql-identifier.js";
import { keepingZero } from "./keep-zero.js";
import { aroundKeys } from "./around-keys.js";
import { currentTable, stagesOf } from "./stage.js";
import { alterText, type Step, type Touch } from "./step.js";
import { stepsOf } from "./steps.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { without } from "../../../src/schema/without.js";

/**
 * Changes to one table: one ALTER TABLE, as far as one does the same as several.
 *
 * A statement is carried out whole or not at all; one that runs a second time is refused because all of it is done, or
 * changes nothing.
 */
export async function compileChanges(
  name: QualifiedName,
  changes: readonly TableChange[],
  context: CompileContext,
): Promise<readonly Statement[]> {
  const table = await currentTable(name, context);
  const stages = stagesOf(
    table,
    changes.map((change) => letOthersOn(change, context.server)),
  );
  const last = stages.at(-1)?.after ?? table;
  const steps: Step[] = [];
  for (const { change, before, after } of stages) {
    const known = { server: context.server, before, after, first: table, last };
    steps.push(...(await aroundKeys(change, known, context, stepsOf)));
  }
  return joinSteps(name, steps);
}

function joinSteps(table: QualifiedName, asked: readonly Step[]): readonly Statement[] {
  const { first, steps } = guardsFirst(asked);
  const statements: Statement[] = [...first];
  let open: Step[] = [];
  const flush = (): void => {
    statements.push(...alterTogether(table, open));
    open = [];
  };
  for (const step of steps) {
    if (step.statements !== undefined) {
      flush();
      statements.push(...step.guards, ...step.statements);
      continue;
    }
    if (!canJoin(step, open)) flush();
    open.push(step);
  }
  flush();
  return statements;
}

/** What can be asked of the rows before anything is changed is asked then. */
function guardsFirst(steps: readonly Step[]): {
  readonly first: readonly Statement[];
  readonly steps: readonly Step[];
} {
  const first: Statement[] = [];
  const changed = new Set<string>();
  const left = steps.map((step) => {
    const late = step.guards.filter(({ sql }) => [...changed].some((name) => mentions(sql, name)));
    first.push(...step.guards.filter((guard) => !late.includes(guard)));
    columnsOf(step).forEach((name) => changed.add(name));
    return { ...step, guards: late };
  });
  return { first, steps: left };
}

function columnsOf({ touches }: Step): readonly string[] {
  const things = touches.map(({ thing }) => thing);
  return things.flatMap((thing) =>
    thing.startsWith(ofColumn) ? [thing.slice(ofColumn.length)] : [],
  );
}

const ofColumn = "column ";

function alterTogether(table: QualifiedName, steps: readonly Step[]): readonly Statement[] {
  const [first] = steps;
  const clauses = steps.flatMap((step) => step.clauses);
  if (first === undefined || clauses.length === 0) return [];
  const alter = [alterText(table, clauses, first)];
  const begins = steps.some((step) => step.begins === true);
  return [...steps.flatMap(({ guards }) => guards), ...(begins ? keepingZero(alter) : alter)];
}

function canJoin(step: Step, open: readonly Step[]): boolean {
  const [first] = open;
  if (first === undefined) return true;
  if (step.apart === true || open.some(({ closes }) => closes === true)) return false;
  if (!sameValue(lockingOf(first), lockingOf(step))) return false;
  if (open.some(({ clauses }) => clauses.some((sql) => speaksOf(sql, step.forgets)))) return false;
  const touched = open.flatMap(({ touches }) => touches);
  return step.touches.every((touch) => touched.every((other) => mayFollow(other, touch)));
}

function speaksOf(sql: string, column: string | undefined): boolean {
  return column !== undefined && mentions(sql, column);
}

// What is dropped can be made anew by the same ALTER TABLE, but for columns and foreign keys.
function mayFollow(earlier: Touch, later: Touch): boolean {
  if (isKey(later) && later.how === "make" && isKey(earlier) && earlier.how === "drop")
    return false;
  if (earlier.thing !== later.thing) return true;
  const remade = earlier.how === "drop" && later.how === "make";
  return remade && !later.thing.startsWith(ofColumn);
}

function isKey({ thing }: Touch): boolean {
  return thing.startsWith("foreign key ");
}

/**
 * The change with what `online` and `concurrently` come to: `ALGORITHM=INPLACE, LOCK=NONE`. For the first of these MySQL
 * would write the table anew even where it need not touch a row; the second alone keeps it from copying.
 */
function letOthersOn(change: TableChange, server: Server | undefined): TableChange {
  const stated = lockingOf(change);
  const concurrently = "concurrently" in change && change.concurrently === true;
  if (stated.online !== true && !concurrently) return change;
  const algorithm = stated.algorithm ?? (server?.product === "mysql" ? undefined : "inplace");
  // INSTANT stands alone.
  const lock = stated.lock ?? (algorithm === "instant" ? undefined : "none");
  const locking = lockingOf({ ...(algorithm && { algorithm }), ...(lock && { lock }) });
  return { ...without<Locking, "online">(change, "online"), ...locking } as TableChange;
}
