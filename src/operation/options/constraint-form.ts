import type {
  CheckConstraint,
  Constraint,
  ExcludeConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../schema/constraint.js";
import { compact } from "../../schema/compact.js";
import type {
  CheckOptions,
  ExcludeOptions,
  ForeignKeyOptions,
  PrimaryKeyOptions,
  UniqueOptions,
} from "./constraint-options.js";
import { checkOptions } from "./known-options.js";
import { readName, writeName } from "./table-name.js";

export function readPrimaryKey(options: PrimaryKeyOptions): PrimaryKey {
  checkOptions("primary key", options);
  return compact({ kind: "primaryKey" as const, ...readKey(options) });
}

export function readUnique(options: UniqueOptions): UniqueConstraint {
  checkOptions("unique constraint", options);
  const nullsNotDistinct = flag(options.nullsNotDistinct);
  const { include } = options;
  return compact({ kind: "unique" as const, ...readKey(options), nullsNotDistinct, include });
}

function readKey({
  name,
  columns,
  collations,
  descending,
  deferrable,
  onConflict,
}: PrimaryKeyOptions): PrimaryKeyOptions {
  return { columns, ...compact({ name, collations, descending, deferrable, onConflict }) };
}

export function readCheck(options: CheckOptions): CheckConstraint {
  checkOptions("check constraint", options);
  const { name, expression, column } = options;
  return compact({
    kind: "check" as const,
    name,
    expression,
    column,
    notValid: flag(options.notValid),
    noInherit: flag(options.noInherit),
    notEnforced: flag(options.notEnforced),
  });
}

export function readExclude(options: ExcludeOptions): ExcludeConstraint {
  checkOptions("exclusion constraint", options);
  const { name, expression, deferrable } = options;
  return compact({ kind: "exclude" as const, name, expression, deferrable });
}

export function readForeignKey(options: ForeignKeyOptions, defaultSchema?: string): ForeignKey {
  checkOptions("foreign key", options);
  return compact({
    kind: "foreignKey" as const,
    name: options.name,
    columns: options.columns,
    references: readName(options.references, defaultSchema),
    referencedColumns: options.referencedColumns,
    onDelete: options.onDelete ?? "NO ACTION",
    onUpdate: options.onUpdate ?? "NO ACTION",
    deferrable: options.deferrable,
    match: options.match,
    notValid: flag(options.notValid),
    notEnforced: flag(options.notEnforced),
  });
}

export function writeForeignKey(key: ForeignKey): ForeignKeyOptions {
  const { references, onDelete, onUpdate, ...rest } = withoutKind(key);
  const actions = compact({
    onDelete: onDelete === "NO ACTION" ? undefined : onDelete,
    onUpdate: onUpdate === "NO ACTION" ? undefined : onUpdate,
  });
  const { name, columns, referencedColumns, ...traits } = rest;
  return {
    ...compact({ name, columns, references: writeName(references), referencedColumns }),
    ...actions,
    ...traits,
  };
}

/** The options of any other constraint: they differ from it by the kind alone. */
export function withoutKind<Held extends Constraint>(constraint: Held): Omit<Held, "kind"> {
  const options = Object.entries(constraint).filter(([key]) => key !== "kind");
  return Object.fromEntries(options) as Omit<Held, "kind">;
}

function flag(given: boolean | undefined): true | undefined {
  return given === true ? true : undefined;
}
