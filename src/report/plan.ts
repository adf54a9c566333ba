import type { ExecutionPlan, OperationPlan, RevisionPlan } from "../compare/execution-plan.js";
import { colour } from "./colour.js";
import { hazardLine } from "./difference.js";
import { count } from "./duration.js";
import { place } from "./run.js";

/** What a run would do to each database. */
export function describePlans(plans: readonly ExecutionPlan[]): string {
  return plans
    .map((plan) => (plans.length > 1 ? `${plan.database}:\n${planText(plan)}` : planText(plan)))
    .join("\n");
}

function planText({ from, to, revisions }: ExecutionPlan): string {
  if (revisions.length === 0) return `Nothing to do: the database is at ${place(from)}.`;
  return [
    ...revisions.flatMap(revisionLines),
    `This is the plan; nothing was run. The database is at ${place(from)}; ${count(revisions.length, "revision")} would bring it to ${place(to)}.`,
  ].join("\n");
}

const around: Readonly<Record<RevisionPlan["transaction"], string>> = {
  shared: "",
  own: " (in a transaction of its own)",
  none: " (without a transaction around it)",
};

function revisionLines(plan: RevisionPlan): readonly string[] {
  const { direction, revision, message, transaction, operations, notes } = plan;
  const title = `would ${direction} ${colour.yellow(revision)} ${message}`.trimEnd();
  return [
    `${title}${colour.dim(around[transaction])}`,
    ...operations.flatMap((operation) => operationLines(operation, transaction !== "none")),
    ...notes.map((note) => `  Note: ${note}`),
  ];
}

function operationLines(
  { operation, statements = [], unknown, hazards }: OperationPlan,
  isTransactional: boolean,
): readonly string[] {
  const sql = statements.flatMap(({ sql: text, transaction }) => {
    const alone = isTransactional && transaction === null;
    return [...(alone ? ["-- outside the transaction"] : []), ...text.split("\n")];
  });
  return [
    `  - ${operation}`,
    ...sql.map((line) => colour.dim(`      ${line}`)),
    ...(unknown === undefined ? [] : [`      SQL not known: ${unknown}`]),
    ...hazards.flatMap((hazard) =>
      hazardLine(hazard, "")
        .split("\n")
        .map((line) => `    ${line}`),
    ),
  ];
}
