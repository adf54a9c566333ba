import { createHash } from "node:crypto";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { emptyTable } from "../../../src/schema/table.js";
import { nameOf } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { namesIn } from "../../sql/tokens.js";
import { isOpen } from "./open-slot.js";
import type { OpenSlots } from "./open-slot.js";

/**
 * A table that is put to the server: the columns that its open texts may use, or all where views may read it, and of the
 * rest only what is open. Checks, exclusions and indexes bear names that tell their place in the question.
 */
export function probeOf(table: Table, slots: OpenSlots, whole: boolean): Table {
  const columns = whole ? table.columns : usedColumns(table, slots);
  return {
    ...emptyTable(nameOf(table)),
    columns: columns.map((column) => probeColumn(column, slots)),
    checks: slots.checks.map((check, at) => ({
      ...check,
      name: slotName("check", table.name, at),
    })),
    exclusions: slots.exclusions.map((each, at) => ({
      ...each,
      name: slotName("exclusion", table.name, at),
    })),
    indexes: probeIndexes(table.name, slots.indexes),
  };
}

export function probeIndexes(relation: string, indexes: readonly Index[]): readonly Index[] {
  return indexes.map((index, at) =>
    compact({
      ...index,
      name: slotName("index", relation, at),
      comment: undefined,
      parameters: undefined,
      include: undefined,
      nullsNotDistinct: undefined,
      unique: false,
    }),
  );
}

/** The table with what the server made of the probe. */
export function withAnswers(table: Table, slots: OpenSlots, answer: Table | undefined): Table {
  if (answer === undefined || !isOpen(slots)) return table;
  const columns = new Map(answer.columns.map((column) => [column.name, column]));
  return {
    ...table,
    columns: table.columns.map((column) => withColumn(column, slots, columns.get(column.name))),
    checks: withTexts(table.checks, slots.checks, answer.checks, "check", table.name),
    exclusions: withTexts(
      table.exclusions,
      slots.exclusions,
      answer.exclusions,
      "exclusion",
      table.name,
    ),
    indexes: withIndexes(table.indexes, slots.indexes, answer.indexes, table.name),
  };
}

export function withIndexes(
  all: readonly Index[],
  open: readonly Index[],
  answers: readonly Index[],
  relation: string,
): readonly Index[] {
  const asked = probeIndexes(relation, open);
  return all.map((index) => {
    const name = asked[open.indexOf(index)]?.name;
    const answer = answers.find((each) => each.name === name);
    return answer === undefined
      ? index
      : compact({ ...index, keys: answer.keys, where: answer.where });
  });
}

function usedColumns(table: Table, slots: OpenSlots): Table["columns"] {
  const computed = table.columns.filter(({ name }) => slots.generated.has(name));
  const texts = [
    ...[...slots.checks, ...slots.exclusions].map(({ expression }) => expression),
    ...slots.indexes.flatMap(indexTexts),
    ...computed.flatMap(expressionOf),
  ];
  const named = new Set(texts.flatMap((text) => [...namesIn(text)]));
  // A text that names the table itself may mean the whole row.
  if (named.has(table.name)) return table.columns;
  // What a computed column is computed from has to be there with it.
  const sources = table.columns.filter(({ name }) => named.has(name)).flatMap(expressionOf);
  for (const name of sources.flatMap((text) => [...namesIn(text)])) named.add(name);
  const open = new Set([...slots.types, ...slots.defaults, ...slots.generated]);
  return table.columns.filter(({ name }) => named.has(name) || open.has(name));
}

function expressionOf({ generated }: Column): readonly string[] {
  return generated?.kind === "expression" ? [generated.expression] : [];
}

function indexTexts({ keys, where }: Index): readonly string[] {
  const columns = keys.flatMap(({ column }) =>
    column === undefined ? [] : [quoteIdentifier(column)],
  );
  const expressions = keys.flatMap(({ expression }) => expression ?? []);
  return [...columns, ...expressions, ...(where === undefined ? [] : [where])];
}

function probeColumn(column: Column, slots: OpenSlots): Column {
  return compact({
    name: column.name,
    type: column.type,
    nullable: true,
    collation: column.collation,
    default: slots.defaults.has(column.name) ? column.default : undefined,
    generated: column.generated?.kind === "expression" ? column.generated : undefined,
  });
}

function withColumn(column: Column, slots: OpenSlots, answer: Column | undefined): Column {
  if (answer === undefined) return column;
  const { name } = column;
  return compact({
    ...column,
    type: slots.types.has(name) ? answer.type : column.type,
    default: slots.defaults.has(name) ? (answer.default ?? column.default) : column.default,
    generated: slots.generated.has(name)
      ? (answer.generated ?? column.generated)
      : column.generated,
  });
}

function withTexts<Each extends { readonly expression: string; readonly name?: string }>(
  all: readonly Each[],
  open: readonly Each[],
  answers: readonly Each[],
  kind: string,
  relation: string,
): readonly Each[] {
  const byName = new Map(answers.map((answer) => [answer.name, answer.expression]));
  return all.map((each) => {
    const at = open.indexOf(each);
    const expression = at < 0 ? undefined : byName.get(slotName(kind, relation, at));
    return expression === undefined ? each : { ...each, expression };
  });
}

// Names of indexes are unique in a schema, and the relation's own may fill all the bytes there are.
function slotName(kind: string, relation: string, at: number): string {
  const owner = createHash("sha1").update(relation).digest("hex");
  return `${kind}_${at}_${owner}`;
}
