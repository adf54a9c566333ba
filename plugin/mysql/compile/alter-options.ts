import type { AlterTableOptions } from "../../../src/operation/table-operation.js";
import type { TableOptions } from "../../../src/schema/table.js";
import { refuseForeignOption, type OwnOptions } from "../../sql/foreign-option.js";
import { isCharacter } from "../column-type.js";
import { columnClause } from "./column-clause.js";
import type { Step, Told } from "./step.js";

const ownOptions: OwnOptions = {
  product: "MySQL and MariaDB",
  names: ["engine", "charset", "collation", "rowFormat"],
};

/**
 * Changes what a table is beyond its columns. Texts that have no collation of their own take the table's new one, their
 * values converted; those that have one keep it, which CONVERT TO would not grant them.
 */
export function alterOptions(operation: AlterTableOptions, told: Told): readonly Partial<Step>[] {
  const { from, to } = operation;
  refuseForeignOption(operation, ownOptions);
  const recoded = from.charset !== to.charset || from.collation !== to.collation;
  const clauses = [
    ...(from.engine === to.engine ? [] : [`ENGINE=${to.engine ?? "InnoDB"}`]),
    ...(from.rowFormat === to.rowFormat ? [] : [`ROW_FORMAT=${to.rowFormat ?? "DEFAULT"}`]),
    ...(recoded ? [...defaultClauses(to, told), ...followers(told)] : []),
  ];
  if (clauses.length === 0) return [];
  const columns = recoded ? followingColumns(told) : [];
  return [
    {
      clauses,
      touches: [
        { thing: "options", how: "change" },
        ...columns.map(({ name }) => ({ thing: `column ${name}`, how: "change" as const })),
      ],
    },
  ];
}

function defaultClauses({ charset, collation }: TableOptions, { server }: Told): readonly string[] {
  // Without a collation the table has the database's, which the words CHARACTER SET DEFAULT alone do not give.
  const named = collation ?? (charset === undefined ? server?.collation : undefined);
  const set = charset ?? named?.split("_")[0] ?? "DEFAULT";
  return [`DEFAULT CHARACTER SET ${set}${named === undefined ? "" : ` COLLATE ${named}`}`];
}

function followers({ server, after, before }: Told): readonly string[] {
  return followingColumns({ before }).map(
    (column) => `MODIFY COLUMN ${columnClause(column, { server, checks: after.checks })}`,
  );
}

function followingColumns({ before }: Pick<Told, "before">) {
  return before.columns.filter(
    ({ type, charset, collation }) =>
      isCharacter(type) && charset === undefined && collation === undefined,
  );
}
