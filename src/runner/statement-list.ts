import type { Operation } from "../operation/operation.js";
import type { Dialect } from "../plugin/dialect.js";
import type { WrittenStatement } from "../plugin/orm-migrations.js";
import { textOf } from "./compile-in-order.js";
import type { StepCompiler } from "./compile-step.js";
import type { ReplayedStep } from "./replay.js";
import type { ScriptBody } from "./script-text.js";
import { writeBody } from "./script.js";

/** What one direction of a revision comes to, without a database. */
export type StatementList = {
  readonly statements: readonly WrittenStatement[];
  /** `false`: one of them leaves the transaction, or may not be in one. */
  readonly transaction: boolean;
};

/**
 * The statements of a step, without version rows and log.
 *
 * @throws AthanorError `DATA_READ_OFFLINE`, `STATE_UNKNOWN`, and what compiling throws.
 */
export async function listStatements(
  compiler: StepCompiler,
  step: ReplayedStep,
): Promise<StatementList> {
  const list = createList(compiler.dialect);
  await writeBody(compiler, list.body, step);
  const transaction = step.loaded.module.transaction !== false && list.isWhole();
  return { statements: list.statements, transaction };
}

function createList({ ddl: { literal } }: Dialect) {
  const statements: WrittenStatement[] = [];
  const earlier: Operation[] = [];
  let whole = true;
  const body: ScriptBody = {
    statement: (statement) => {
      if (statement.transactional === false) whole = false;
      const kind = statement.guard === undefined ? "query" : "comment";
      statements.push({ kind, text: textOf(statement, literal) });
    },
    begin: () => undefined,
    commit: () => {
      whole = false;
    },
    isOpen: () => true,
    done: (operation) => void earlier.push(operation),
    earlier: () => earlier,
  };
  return { body, statements, isWhole: () => whole };
}
