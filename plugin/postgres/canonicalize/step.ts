import type { Column } from "../../../src/schema/column.js";
import type { Enum } from "../../../src/schema/enum.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { nameText } from "../../../src/schema/name.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { without } from "../../../src/schema/without.js";
import { constraintClause } from "../../sql/constraint.js";
import { createIndexText } from "../../sql/index-statement.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { reword } from "../../sql/slot.js";
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
  const said = reword(table, speech.text);
  const lines = [
    ...said.columns.map((column) => columnText(table, column, speech)),
    ...[...said.checks, ...said.exclusions].map((each) => constraintClause(each, quoteName)),
  ];
  const sql = `CREATE ${temporary(speech)}TABLE ${quoteName(speech.name(table))} (${lines.join(", ")})`;
  const first = { sql, relation: table, subject: `table "${nameText(table)}"` };
  return [first, ...indexSteps(table, said.indexes, speech)];
}

/** The table column by column, so that a refusal tells which one it is about. Computed columns come after those they use. */
export function columnwiseSteps(table: Table, speech: Speech): readonly Step[] {
  const said = reword(table, speech.text);
  const computed = said.columns.filter(({ generated }) => generated !== undefined);
  const plain = said.columns.filter(({ generated }) => generated === undefined);
  const name = quoteName(speech.name(table));
  const create = `CREATE ${temporary(speech)}TABLE ${name} ()`;
  const columns = [...plain, ...computed].map((column) => ({
    sql: `ALTER TABLE ${name} ADD COLUMN ${columnText(table, without(column, "default"), speech)}`,
    relation: table,
    subject: columnSubject(table, column.name),
  }));
  const first = { sql: create, relation: table, subject: `table "${nameText(table)}"` };
  return [first, ...columns, ...slotSteps(table, said, speech)];
}

export function viewSteps(view: View, speech: Speech): readonly Step[] {
  const said = reword(view, speech.text);
  const materialized = view.materialized && speech.materialized;
  const kind = materialized ? "MATERIALIZED VIEW" : `${temporary(speech)}VIEW`;
  const data = materialized ? "\nWITH NO DATA" : "";
  const name = quoteName(speech.name(view));
  const create = `CREATE ${kind} ${name} AS ${said.definition}${data}`;
  return [
    { sql: create, relation: view, subject: `view "${nameText(view)}"` },
    ...(materialized ? indexSteps(view, said.indexes, speech) : []),
  ];
}

function slotSteps(table: Table, said: Table, speech: Speech): readonly Step[] {
  const name = quoteName(speech.name(table));
  const defaults = said.columns.flatMap((column): Step[] => {
    if (column.default === undefined) return [];
    const sql = `ALTER TABLE ${name} ALTER COLUMN ${quoteIdentifier(column.name)} SET DEFAULT ${defaultText(column.default)}`;
    const subject = `the default of ${columnSubject(table, column.name)}`;
    return [{ sql, relation: table, subject }];
  });
  const wanted = [...table.checks, ...table.exclusions];
  const constraints = [...said.checks, ...said.exclusions].map((each, at): Step => {
    const sql = `ALTER TABLE ${name} ADD ${constraintClause(each, quoteName)}`;
    const subject = `the ${each.kind} constraint (${wanted[at]?.expression}) of "${nameText(table)}"`;
    return { sql, relation: table, subject };
  });
  return [...defaults, ...constraints, ...indexSteps(table, said.indexes, speech)];
}

function indexSteps(
  relation: Table | View,
  said: readonly Index[],
  speech: Speech,
): readonly Step[] {
  const table = quoteName(speech.name(relation));
  return said.map((index, at) => {
    const { keys = [], where } = relation.indexes[at] ?? {};
    const texts = keys.map(({ column, expression }) => column ?? expression ?? "").join(", ");
    const predicate = where === undefined ? "" : ` where ${where}`;
    const subject = `an index (${texts}${predicate}) of "${nameText(relation)}"`;
    return {
      sql: createIndexText(index, { name: quoteIdentifier(index.name), table }),
      relation,
      subject,
    };
  });
}

function columnText(table: Table, column: Column, speech: Speech): string {
  const { enumName } = column.type;
  const type =
    enumName === undefined ? column.type : { ...column.type, enumName: speech.type(enumName) };
  return columnClause(table, { ...column, type }).text;
}

function columnSubject(table: QualifiedName, column: string): string {
  return `column "${column}" of "${nameText(table)}"`;
}

function temporary(speech: Speech): string {
  return speech.materialized ? "" : "TEMPORARY ";
}
