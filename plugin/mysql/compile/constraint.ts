import type {
  CreateConstraint,
  DropConstraint,
  RenameConstraint,
} from "../../../src/operation/constraint-operation.js";
import type { Constraint, ForeignKey } from "../../../src/schema/constraint.js";
import { foldName, sameName } from "../../../src/schema/name.js";
import { isMariaDb } from "../server.js";
import { dropCheck } from "./spanning.js";
import { columnClause } from "./column-clause.js";
import { constraintClause } from "./constraint-clause.js";
import { dropForeignKey, missingSupport, spareSupport, stayingIndexes } from "./foreign-key.js";
import type { Step, Known, Touch } from "./step.js";

export function createConstraint(
  { constraint, table }: CreateConstraint,
  known: Known,
): readonly Partial<Step>[] {
  const { server, before } = known;
  if (constraint.kind === "check" && constraint.column !== undefined && isMariaDb(server))
    return restate(constraint.column, known);
  const columns = "columns" in constraint ? constraint.columns : [];
  const beside = [spareSupport(known), stayingIndexes(columns, known)];
  // A key of the table on itself rests on indexes that must be there by then.
  const apart = constraint.kind === "foreignKey" && sameName(constraint.references, before);
  return [
    {
      clauses: [
        `ADD ${constraintClause(constraint, table, server)}`,
        ...beside.flatMap(({ clauses }) => clauses),
      ],
      touches: [touchOf(constraint, "make"), ...beside.flatMap(({ touches }) => touches)],
      apart,
    },
  ];
}

export function dropConstraint(
  { constraint }: DropConstraint,
  known: Known,
): readonly Partial<Step>[] {
  const touches = [touchOf(constraint, "drop")];
  if (constraint.kind === "check" && constraint.column !== undefined)
    return restate(constraint.column, known);
  // While a key of the table on itself is there, the index that it refers to is not let go.
  const closes = constraint.kind === "foreignKey" && sameName(constraint.references, known.before);
  return [{ clauses: dropClauses(constraint, known), touches, closes }];
}

/** Neither checks nor foreign keys can be renamed: they are made again. A primary key has no name. */
export function renameConstraint(
  { constraint, to, table }: RenameConstraint,
  known: Known,
): readonly Partial<Step>[] {
  if (constraint.kind === "primaryKey") return [];
  const renamed: Constraint = { ...constraint, name: to };
  const drop = { clauses: dropClauses(constraint, known), touches: [touchOf(constraint, "drop")] };
  const columns = constraint.kind === "foreignKey" ? constraint.columns : [];
  const stays = stayingIndexes(columns, known);
  const make = {
    clauses: [`ADD ${constraintClause(renamed, table, known.server)}`, ...stays.clauses],
    touches: [touchOf(renamed, "make"), ...stays.touches],
  };
  // MariaDB alone drops and adds foreign keys in one ALTER TABLE, whatever the algorithm, if their names differ in more than case.
  const isSame = foldName(constraint.name ?? "") === foldName(to);
  if (constraint.kind === "foreignKey" && (isSame || known.server?.product !== "mariadb"))
    return [drop, { ...make, apart: true }];
  return [
    { clauses: [...drop.clauses, ...make.clauses], touches: [...drop.touches, ...make.touches] },
  ];
}

function dropClauses(constraint: Constraint, known: Known): readonly string[] {
  if (constraint.kind === "primaryKey") return [...missingSupport(known), "DROP PRIMARY KEY"];
  if (constraint.kind === "check") return [dropCheck(constraint, known.server)];
  return dropForeignKey(constraint as ForeignKey, known);
}

// The check goes, or comes, when the column is said again without it, or with it.
function restate(name: string, { after, server }: Known): readonly Partial<Step>[] {
  const column = after.columns.find((held) => held.name === name);
  if (column === undefined) return [];
  return [
    {
      clauses: [`MODIFY COLUMN ${columnClause(column, { server, checks: after.checks })}`],
      touches: [{ thing: `column ${name}`, how: "change" }],
    },
  ];
}

function touchOf({ kind, name = "" }: Constraint, how: Touch["how"]): Touch {
  if (kind === "primaryKey") return { thing: "primary key", how };
  return { thing: `${kind === "foreignKey" ? "foreign key" : kind} ${name}`, how };
}
