import type { Column } from "../../../src/schema/column.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { compact } from "../../../src/schema/compact.js";
import type { CheckConstraint, ExcludeConstraint } from "../../../src/schema/constraint.js";
import type { Enum } from "../../../src/schema/enum.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { nameText } from "../../../src/schema/name.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { constraintClause } from "../../sql/constraint.js";
import { createIndexText } from "../../sql/index-statement.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { defaultText } from "../column-default.js";
import { createEnumText } from "../compile/catalog.js";
import { columnClause } from "../compile/column-clause.js";
import { quoteName } from "../quote-name.js";

/** One statement of a question, and what of the wanted schema it asks about. */
export type Step = {
  readonly sql: string;
  readonly relation: QualifiedName;
  /** For people: `the default of column "a" of "users"`. */
  readonly subject: string;
};

/** How names and texts of the wanted schema are said inside the scratch. */
export type Speech = {
  readonly name: (name: QualifiedName) => QualifiedName;
  /** For enums: those that are the same in the database are used where they are. */
  readonly type: (name: QualifiedName) => QualifiedName;
  readonly text: (sql: string) => string;
  /** Temporary places know no materialized views. */
  readonly materialized: boolean;
};

export function enumStep(type: Enum, speech: Speech): Step {
  const sql = createEnumText({ ...type, ...speech.name(type) });
  return { sql, relation: type, subject: `enum "${nameText(type)}"` };
}

export function sequenceStep(sequence: Sequence, speech: Speech): Step {
  const sql = `CREATE ${temporary(speech)}SEQUENCE ${quoteName(speech.name(sequence))}`;
  return { sql, relation: sequence, subject: `sequence "${nameText(sequence)}"` };
}

/** The table in one statement, and its indexes: a server makes a thousand tables so in half the time of single steps. */
export function tableSteps(table: Table, speech: Speech): readonly Step[] {
  const lines = [
    ...table.columns.map((column) => columnText(table, column, speech, true)),
    ...[...table.checks, ...table.exclusions].map((each) => constraintText(each, speech)),
  ];
  const sql = `CREATE ${temporary(speech)}TABLE ${quoteName(speech.name(table))} (${lines.join(", ")})`;
  const first = { sql, relation: table, subject: `table "${nameText(table)}"` };
  return [first, ...table.indexes.map((index) => indexStep(table, index, speech))];
}

/** The table column by column, so that a refusal tells which one it is about. Computed columns come after those they use. */
export function columnwiseSteps(table: Table, speech: Speech): readonly Step[] {
  const computed = table.columns.filter(({ generated }) => generated !== undefined);
  const plain = table.columns.filter(({ generated }) => generated === undefined);
  const name = quoteName(speech.name(table));
  const create = `CREATE ${temporary(speech)}TABLE ${name} ()`;
  const columns = [...plain, ...computed].map((column) => ({
    sql: `ALTER TABLE ${name} ADD COLUMN ${columnText(table, column, speech)}`,
    relation: table,
    subject: columnSubject(table, column.name),
  }));
  const first = { sql: create, relation: table, subject: `table "${nameText(table)}"` };
  return [first, ...columns, ...slotSteps(table, speech)];
}

export function viewSteps(view: View, speech: Speech): readonly Step[] {
  const materialized = view.materialized && speech.materialized;
  const kind = materialized ? "MATERIALIZED VIEW" : `${temporary(speech)}VIEW`;
  const data = materialized ? "\nWITH NO DATA" : "";
  const name = quoteName(speech.name(view));
  const create = `CREATE ${kind} ${name} AS ${speech.text(view.definition)}${data}`;
  const indexes = materialized ? view.indexes : [];
  return [
    { sql: create, relation: view, subject: `view "${nameText(view)}"` },
    ...indexes.map((index) => indexStep(view, index, speech)),
  ];
}

function slotSteps(table: Table, speech: Speech): readonly Step[] {
  const name = quoteName(speech.name(table));
  const defaults = table.columns.flatMap((column): Step[] => {
    if (column.default === undefined) return [];
    const value = speech.text(defaultText(column.default));
    const sql = `ALTER TABLE ${name} ALTER COLUMN ${quoteIdentifier(column.name)} SET DEFAULT ${value}`;
    return [
      { sql, relation: table, subject: `the default of ${columnSubject(table, column.name)}` },
    ];
  });
  const constraints = [...table.checks, ...table.exclusions].map((constraint): Step => {
    const sql = `ALTER TABLE ${name} ADD ${constraintText(constraint, speech)}`;
    const subject = `the ${constraint.kind} constraint (${constraint.expression}) of "${nameText(table)}"`;
    return { sql, relation: table, subject };
  });
  const indexes = table.indexes.map((index) => indexStep(table, index, speech));
  return [...defaults, ...constraints, ...indexes];
}

function constraintText(constraint: CheckConstraint | ExcludeConstraint, speech: Speech): string {
  const expression = speech.text(constraint.expression);
  return constraintClause({ ...constraint, expression }, quoteName);
}

function indexStep(relation: QualifiedName, index: Index, speech: Speech): Step {
  const keys = index.keys.map((key) =>
    key.expression === undefined ? key : { ...key, expression: speech.text(key.expression) },
  );
  const said = index.where === undefined ? index : { ...index, where: speech.text(index.where) };
  const place = { name: quoteIdentifier(index.name), table: quoteName(speech.name(relation)) };
  const texts = [...index.keys.map(({ column, expression }) => column ?? expression ?? "")].join(
    ", ",
  );
  const where = index.where === undefined ? "" : ` where ${index.where}`;
  const subject = `an index (${texts}${where}) of "${nameText(relation)}"`;
  return { sql: createIndexText({ ...said, keys }, place), relation, subject };
}

function columnText(table: Table, column: Column, speech: Speech, whole = false): string {
  const type = typeSaid(column.type, speech);
  const generated =
    column.generated?.kind === "expression"
      ? { generated: { ...column.generated, expression: speech.text(column.generated.expression) } }
      : {};
  const value =
    whole && column.default !== undefined
      ? { kind: "expression" as const, sql: speech.text(defaultText(column.default)) }
      : undefined;
  const bare = compact({ ...column, ...generated, type, default: value });
  return columnClause(table, bare).text;
}

function typeSaid(type: ColumnType, speech: Speech): ColumnType {
  if (type.enumName !== undefined) return { ...type, enumName: speech.type(type.enumName) };
  return type.name.includes(".") ? { ...type, name: speech.text(type.name) } : type;
}

function columnSubject(table: QualifiedName, column: string): string {
  return `column "${column}" of "${nameText(table)}"`;
}

function temporary(speech: Speech): string {
  return speech.materialized ? "" : "TEMPORARY ";
}
