import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import type { Column, Generated } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type { Constraint, ForeignKey } from "../../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { stripParentheses } from "../../sql/parentheses.js";
import { readDefault, readValue } from "../column-default.js";
import { normalizeType } from "../column-type.js";
import { serialSequenceName } from "../identifier.js";
import { columnCounting } from "../sequence.js";

/** Names as this server stores them: cut at its limit, the default schema left out. */
export type Naming = {
  readonly cut: (name: string) => string;
  readonly qualify: <Named extends QualifiedName>(named: Named) => Named;
};

export function normalizeTable(table: Table, naming: Naming): Table {
  const name = naming.qualify(table);
  const key = table.primaryKey?.columns.map(naming.cut) ?? [];
  const constraints = <Each extends Constraint>(list: readonly Each[]): readonly Each[] =>
    list.map((each) => normalizeConstraint(each, naming)).sort(byName);
  return compact({
    ...name,
    columns: table.columns.map((column) => normalizeColumn(column, name, key, naming)),
    primaryKey:
      table.primaryKey === undefined ? undefined : normalizeConstraint(table.primaryKey, naming),
    uniques: constraints(table.uniques),
    checks: constraints(table.checks),
    exclusions: constraints(table.exclusions),
    foreignKeys: constraints(table.foreignKeys),
    indexes: table.indexes.map((index) => normalizeIndex(index, naming)).sort(byName),
    comment: table.comment === "" ? undefined : table.comment,
    options: normalizeOptions(table.options),
  });
}

function normalizeColumn(
  column: Column,
  table: QualifiedName,
  key: readonly string[],
  naming: Naming,
): Column {
  const name = naming.cut(column.name);
  const type = normalizeEnumName(normalizeType(column.type), naming);
  const generated = normalizeGenerated({ ...column, name, type }, table, naming);
  const required =
    key.includes(name) || generated?.kind === "identity" || generated?.kind === "increment";
  const value = generated === undefined ? column.default : undefined;
  return compact({
    name,
    type,
    nullable: column.nullable && !required,
    default: value === undefined ? undefined : normalizeDefault(value, type),
    generated,
    collation: column.collation === "default" ? undefined : column.collation,
    comment: column.comment === "" ? undefined : column.comment,
  });
}

function normalizeDefault(value: ColumnDefault, type: ColumnType): ColumnDefault | undefined {
  return value.kind === "value" ? readValue(value.value, type) : readDefault(value.sql, type);
}

function normalizeEnumName(type: ColumnType, { qualify }: Naming): ColumnType {
  return type.enumName === undefined ? type : { ...type, enumName: qualify(type.enumName) };
}

function normalizeGenerated(
  { generated, name, type }: Column,
  table: QualifiedName,
  { qualify }: Naming,
): Generated | undefined {
  if (generated === undefined) return undefined;
  if (generated.kind === "expression") {
    return { ...generated, expression: stripParentheses(generated.expression) };
  }
  const counting = generated.counting && columnCounting(generated.counting, type.name);
  if (generated.kind === "identity") return compact({ ...generated, counting });
  const sequence = generated.sequence && qualify(generated.sequence);
  const usual = serialSequenceName(table.name, name);
  const isUsual = sequence?.name === usual && sequence.schema === table.schema;
  return compact({
    kind: "increment" as const,
    sequence: isUsual ? undefined : sequence,
    counting,
  });
}

function normalizeConstraint<Each extends Constraint>(constraint: Each, naming: Naming): Each {
  const named = constraint.name === undefined ? {} : { name: naming.cut(constraint.name) };
  return { ...constraint, ...named, ...contentOf(constraint, naming) };
}

function contentOf(constraint: Constraint, naming: Naming): Partial<Constraint> {
  switch (constraint.kind) {
    case "check":
      return { expression: stripParentheses(constraint.expression) };
    case "exclude":
      return { expression: constraint.expression.trim().replace(/^exclude\s+/i, "") };
    case "foreignKey":
      return foreignKeyContent(constraint, naming);
    default:
      return { columns: constraint.columns.map(naming.cut) };
  }
}

function foreignKeyContent(key: ForeignKey, { cut, qualify }: Naming): Partial<ForeignKey> {
  return {
    columns: key.columns.map(cut),
    references: qualify(key.references),
    referencedColumns: key.referencedColumns.map(cut),
  };
}

// Engines, character sets and the like belong to other products.
function normalizeOptions(options: Table["options"]): Table["options"] {
  const unlogged = options?.unlogged === true ? true : undefined;
  const stated = compact({
    unlogged,
    parameters: options?.parameters,
    partitionBy: options?.partitionBy,
  });
  return Object.keys(stated).length === 0 ? undefined : stated;
}

function byName(left: { readonly name?: string }, right: { readonly name?: string }): number {
  const [a, b] = [left.name ?? "", right.name ?? ""];
  return a < b ? -1 : a > b ? 1 : 0;
}

export function normalizeIndex(index: Index, { cut }: Naming): Index {
  const { spatial, using, where, ...rest } = index;
  const method = using?.toLowerCase() ?? (spatial === true ? "gist" : undefined);
  return compact({
    ...rest,
    name: cut(index.name),
    keys: index.keys.map((key) => normalizeKey(key, cut)),
    using: method === "btree" ? undefined : method,
    where: where === undefined ? undefined : stripParentheses(where),
    include: index.include?.map(cut),
    comment: index.comment === "" ? undefined : index.comment,
  });
}

// NULLS LAST is what an ascending key has anyway, NULLS FIRST what a descending one has.
function normalizeKey(key: IndexKey, cut: Naming["cut"]): IndexKey {
  const descending = key.descending === true ? true : undefined;
  const usual = descending === true ? "first" : "last";
  return compact({
    ...key,
    length: undefined,
    column: key.column === undefined ? undefined : cut(key.column),
    expression: key.expression === undefined ? undefined : stripParentheses(key.expression),
    descending,
    nulls: key.nulls === usual ? undefined : key.nulls,
  });
}
