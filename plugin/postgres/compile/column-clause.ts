import type { Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteDotted } from "../../sql/index-statement.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { defaultText } from "../column-default.js";
import { typeText } from "../column-type.js";
import { serialSequenceName } from "../identifier.js";
import { quoteName } from "../quote-name.js";
import { countingClauses } from "../sequence.js";

/** A column as CREATE TABLE and ADD COLUMN spell it, with what has to run before and after. */
export type ColumnClause = {
  readonly before: readonly Statement[];
  readonly text: string;
  readonly after: readonly Statement[];
};

export function columnClause(table: QualifiedName, column: Column): ColumnClause {
  const comment = column.comment === undefined ? [] : [commentStatement(table, column)];
  const sequence = namedSequence(table, column);
  if (sequence === undefined) return { before: [], text: columnText(column), after: comment };
  const owner = `${quoteName(table)}.${quoteIdentifier(column.name)}`;
  return {
    before: [{ sql: createSequenceText(sequence, column) }],
    text: columnText({ ...column, default: nextValue(sequence) }, column.type.name),
    after: [{ sql: `ALTER SEQUENCE ${quoteName(sequence)} OWNED BY ${owner}` }, ...comment],
  };
}

/** `CREATE SEQUENCE "item_id_seq" AS integer INCREMENT BY 10`, for a column that counts. */
export function createSequenceText(sequence: QualifiedName, column: Column): string {
  return [
    `CREATE SEQUENCE ${quoteName(sequence)} AS ${column.type.name}`,
    ...ownCounting(column),
  ].join(" ");
}

/** `COMMENT ON COLUMN`; a column without comment loses the one it has. */
export function commentStatement(table: QualifiedName, column: Column): Statement {
  const text = column.comment === undefined ? "NULL" : quoteString(column.comment);
  const name = `${quoteName(table)}.${quoteIdentifier(column.name)}`;
  return { sql: `COMMENT ON COLUMN ${name} IS ${text}` };
}

/** The sequence that feeds an incrementing column. */
export function sequenceOf(table: QualifiedName, column: Column): QualifiedName | undefined {
  if (column.generated?.kind !== "increment") return undefined;
  const usual = { ...table, name: serialSequenceName(table.name, column.name) };
  return column.generated.sequence ?? usual;
}

export function nextValue(sequence: QualifiedName): { kind: "expression"; sql: string } {
  return { kind: "expression", sql: `nextval(${quoteString(quoteName(sequence))}::regclass)` };
}

/** ` COLLATE "de_DE"`, or nothing. */
export function collationClause(column: Column): string {
  return column.collation === undefined ? "" : ` COLLATE ${quoteDotted(column.collation)}`;
}

/** `GENERATED ALWAYS AS IDENTITY`, `GENERATED ALWAYS AS (a + b) STORED`; nothing for serial, which is a type. */
export function generatedClause(column: Column): string {
  const { generated } = column;
  if (generated?.kind === "identity") {
    const own = ownCounting(column);
    const counting = own.length === 0 ? "" : ` (${own.join(" ")})`;
    return ` GENERATED ${generated.always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${counting}`;
  }
  if (generated?.kind !== "expression") return "";
  return ` GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? "STORED" : "VIRTUAL"}`;
}

function ownCounting({ generated }: Column): readonly string[] {
  return generated === undefined || generated.kind === "expression"
    ? []
    : countingClauses(generated.counting ?? {});
}

// SERIAL chooses the sequence's name, counts by ones and forbids NULL; anything else needs a sequence made by hand.
function namedSequence(table: QualifiedName, column: Column): QualifiedName | undefined {
  const { generated, nullable } = column;
  if (generated?.kind !== "increment") return undefined;
  const isOwn = (generated.sequence ?? generated.counting) !== undefined;
  return isOwn || nullable ? sequenceOf(table, column) : undefined;
}

function columnText(column: Column, type = serialType(column)): string {
  const value = column.default === undefined ? "" : ` DEFAULT ${defaultText(column.default)}`;
  const required = column.nullable ? "" : " NOT NULL";
  const head = `${quoteIdentifier(column.name)} ${type}${collationClause(column)}`;
  return `${head}${generatedClause(column)}${value}${required}`;
}

function serialType(column: Column): string {
  if (column.generated?.kind !== "increment") return typeText(column.type);
  return serialTypes[column.type.name] ?? "serial";
}

const serialTypes: Readonly<Record<string, string>> = {
  smallint: "smallserial",
  integer: "serial",
  bigint: "bigserial",
};
