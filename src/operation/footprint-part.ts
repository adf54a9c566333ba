import { arrayTexts } from "../schema/array-text.js";
import type { Column } from "../schema/column.js";
import type { Constraint } from "../schema/constraint.js";
import type { Index } from "../schema/index-definition.js";
import { nameKey, type QualifiedName } from "../schema/name.js";
import { textsOf } from "../schema/span.js";
import { identifiersIn } from "../schema/sql-identifier.js";
import { constraintsOf, type Table } from "../schema/table.js";
import type { View } from "../schema/view.js";
import type { RowValues } from "./data-operation.js";
import { key, type Footprint, type Key, type Keys } from "./footprint-key.js";
import type { OperationMap } from "./operation.js";
import { isSqlExpression } from "./sql-expression.js";

/** Every name that a table takes: its own, those of its constraints and those of its indexes. */
export function tableNames(table: Table): Keys {
  return [
    ...key.name(table.schema, table.name),
    ...constraintsOf(table).flatMap((held) => constraintNames(table, held)),
    ...table.indexes.flatMap((index) => key.name(table.schema, index.name)),
  ];
}

export function viewNames({ schema, name, indexes }: View): Keys {
  return [name, ...indexes.map((index) => index.name)].flatMap((each) => key.name(schema, each));
}

/** What only one constraint can have: its names and, for a primary key, being the one. */
export function constraintNames(table: QualifiedName, constraint: Constraint): Keys {
  const own = constraint.kind === "primaryKey" ? [key.primaryKey(table)] : [];
  return [...own, ...givenNames(table, constraint)];
}

/** A constraint that an index stands behind takes a name of the schema too. */
export function givenNames(table: QualifiedName, { kind, name }: Constraint): Keys {
  const isIndexed = kind !== "check" && kind !== "foreignKey";
  return [...key.constraintName(table, name), ...(isIndexed ? key.name(table.schema, name) : [])];
}

export function constraintKey(table: QualifiedName, constraint: Constraint): Key {
  return key.part(table, constraint.name ?? JSON.stringify(constraint));
}

/** What a table needs beyond itself: types and sequences of its columns, targets of its foreign keys. */
export function tableUse(table: Table): Keys {
  const others = table.foreignKeys.filter((held) => nameKey(held.references) !== nameKey(table));
  return [
    ...table.columns.flatMap(catalogUse),
    ...others.flatMap((held) => targetUse(held.references, held.referencedColumns)),
  ];
}

/** What a column needs: its type, sequences, and the columns that it is computed from. */
export function columnUse(table: QualifiedName, column: Column): Keys {
  return [...catalogUse(column), ...sourceUse(table, column)];
}

function catalogUse(column: Column): Keys {
  const { enumName } = column.type;
  const texts = defaultTexts(column);
  return [
    ...(enumName === undefined
      ? []
      : [key.enum(enumName), ...texts.map((text) => key.value(enumName, text))]),
    ...texts.map(key.sequenceNamed),
  ];
}

function sourceUse(table: QualifiedName, { name, generated, default: held }: Column): Keys {
  const texts = [
    ...(generated?.kind === "expression" ? [generated.expression] : []),
    ...(held?.kind === "expression" ? [held.sql] : []),
  ];
  return textUse(table, texts).filter((used) => used !== key.column(table, name));
}

/** Every word and every literal of a default: the value of an enum that it may be naming, or the sequence. */
function defaultTexts({ type, default: held }: Column): readonly string[] {
  if (held === undefined) return [];
  if (held.kind === "value") {
    const text = String(held.value);
    return type.array === true ? [text, ...arrayTexts(text)] : [text];
  }
  const literals = [...held.sql.matchAll(/'((?:[^']|'')*)'|"((?:[^"]|"")*)"/g)];
  const texts = literals.map(([, single, double]) =>
    (single ?? double ?? "").replaceAll("''", "'"),
  );
  const words = held.sql.split(/[\s'"`().,:;[\]{}]+/).filter((word) => word !== "");
  return [...new Set([...texts, ...texts.flatMap(arrayTexts), ...words])];
}

/** What a constraint needs: columns of its own table, and the key that it refers to. */
export function constraintUse(table: QualifiedName, constraint: Constraint): Keys {
  const own = [key.relation(table), ...columnsRead(table, constraint)];
  if (constraint.kind !== "foreignKey") return own;
  const { references, referencedColumns } = constraint;
  return [...own, ...targetUse(references, referencedColumns)];
}

function columnsRead(table: QualifiedName, constraint: Constraint): Keys {
  if (constraint.kind === "exclude") return textUse(table, [constraint.expression]);
  if (constraint.kind === "check") {
    const { column, expression } = constraint;
    const own = column === undefined ? [] : [key.column(table, column)];
    return [...own, ...textUse(table, [expression])];
  }
  const include = constraint.kind === "unique" ? (constraint.include ?? []) : [];
  return columnsOf(table, [...constraint.columns, ...include]);
}

function targetUse(target: QualifiedName, columns: readonly string[]): Keys {
  return [
    key.relation(target),
    key.options(target),
    ...columns.flatMap((name) => [key.column(target, name), key.keysOver(target, name)]),
  ];
}

/** What foreign keys may rest on because of this constraint. */
export function restingPlaces(table: QualifiedName, constraint: Constraint): Keys {
  const isKey = constraint.kind === "primaryKey" || constraint.kind === "unique";
  return isKey ? constraint.columns.map((name) => key.keysOver(table, name)) : [];
}

export function indexPlaces(table: QualifiedName, { keys }: Index): Keys {
  return keys.flatMap(({ column }) => (column === undefined ? [] : [key.keysOver(table, column)]));
}

export function indexUse(owner: QualifiedName, index: Index): Keys {
  const named = [...index.keys.flatMap(({ column }) => column ?? []), ...(index.include ?? [])];
  return [key.relation(owner), ...columnsOf(owner, named), ...textUse(owner, textsOf(index))];
}

/** The columns that pieces of SQL over a table may be speaking of. */
export function textUse(table: QualifiedName, texts: readonly string[]): Keys {
  return texts.flatMap((sql) => [...identifiersIn(sql)].map((name) => key.column(table, name)));
}

/** What a view says it depends on, and every table and view that its definition may name: its own word may be incomplete. */
export function viewUse(view: View): Keys {
  const named = [...identifiersIn(view.definition)].filter((name) => name !== view.name);
  return [
    ...(view.dependsOn ?? []).flatMap((read) => [key.relation(read), key.columns(read)]),
    ...named.map(key.named),
  ];
}

/** Something new waits for its schema and for all extensions. */
export function comes({ schema }: QualifiedName, needed: Keys): Keys {
  return [...needed, ...key.schema(schema), key.extensions];
}

/** The schema waits for what goes. */
export function goes({ schema }: QualifiedName, needed: Keys): Keys {
  return [...needed, ...key.schema(schema)];
}

export function columnsOf(table: QualifiedName, names: readonly string[]): Keys {
  return names.map((name) => key.column(table, name));
}

/** A column by its name, and as SQL that does not quote it may speak of it. */
export function columnKeys(table: QualifiedName, name: string): Keys {
  const folded = name.toLowerCase();
  return name === folded
    ? [key.column(table, name)]
    : [key.column(table, name), key.column(table, folded)];
}

/** What only one column of a table can have: its name, and counting by itself. */
export function columnPlaces(table: QualifiedName, { name, generated }: Column): Keys {
  const counts = generated?.kind === "increment" ? [key.increment(table)] : [];
  return [key.columnName(table, name), ...counts];
}

/** Would rows that are there already have a value in the column? */
export function isFilled({ nullable, default: held, generated }: Column): boolean {
  return nullable || held !== undefined || generated !== undefined;
}

/** Of what a change of a column is a part: others that change a part of it may come before or after. */
export function columnWholes(table: QualifiedName): Keys {
  return [key.columns(table), key.named(table.name), key.allValues(table)];
}

/** The rows whose values are read or written where these tables and columns are. */
export function rowsOf(used: Keys): Keys {
  return used.flatMap((each) => {
    if (each.startsWith("relation ")) return [`rows${each.slice("relation".length)}`];
    return each.startsWith("column ") ? [`values${each.slice("column".length)}`] : [];
  });
}

/** It must be there before and after. */
export function kept(used: Keys): Pick<Footprint, "reads" | "releases"> {
  return { reads: used, releases: used };
}

export function alterColumn(operation: OperationMap["alterColumn"]): Partial<Footprint> {
  const { table: owner, from, to, using } = operation;
  const both = [key.relation(owner)];
  const touched = [from.name, to.name].flatMap((name) => columnKeys(owner, name));
  const others = using === undefined ? [] : textUse(owner, [using]);
  return {
    changes: [...new Set(touched)],
    shares: columnWholes(owner),
    reads: [...both, ...columnUse(owner, to)],
    releases: [...both, ...columnUse(owner, from), ...others],
    frees: columnPlaces(owner, from),
    takes: columnPlaces(owner, to),
    rows: { reads: rowsOf(others), writes: rowsOf(touched) },
  };
}

/** Rows of a table come or go: what holds or keeps values of any of its columns is concerned. */
export function writeRows({
  table: owner,
}: OperationMap["bulkInsert" | "deleteRows"]): Partial<Footprint> {
  return {
    ...kept([key.relation(owner), key.columns(owner)]),
    rows: { reads: [], writes: [key.rows(owner)] },
  };
}

/** Where its SQL may ask other tables, nothing is known of what it reads. */
export function backfill({
  table: owner,
  set,
  where,
}: OperationMap["backfill"]): Partial<Footprint> {
  const sql = [...sqlIn(set), ...(typeof where === "string" ? [where] : sqlIn(where ?? {}))];
  if (sql.some((text) => /\bselect\b/i.test(text))) return { everything: true };
  const filled = columnsOf(owner, Object.keys(set));
  const asked = typeof where === "object" ? columnsOf(owner, Object.keys(where)) : [];
  const others = [...asked, ...textUse(owner, sql)];
  return {
    reads: [key.relation(owner), ...filled, ...others],
    releases: [key.relation(owner), ...others],
    shares: [key.allValues(owner)],
    rows: {
      reads: [key.rows(owner), ...rowsOf([...filled, ...others])],
      writes: rowsOf(filled),
    },
  };
}

function sqlIn(values: RowValues): readonly string[] {
  return Object.values(values).flatMap((value) => (isSqlExpression(value) ? [value.sql] : []));
}
