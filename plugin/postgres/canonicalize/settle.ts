import { isDeepStrictEqual } from "node:util";
import type { Column } from "../../../src/schema/column.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { nameKey } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { lookup } from "./lookup.js";
import { openSlots } from "./open-slot.js";
import { probeIndexes, probeOf, withAnswers, withIndexes } from "./probe.js";
import type { Question } from "./question.js";
import { ask } from "./scratch.js";
import type { Answer, Scratch } from "./scratch.js";

/**
 * What the server makes of its own words is not always the same words: `(ARRAY['a'::varchar])::text[]` comes back as
 * `ARRAY[('a'::varchar)::text]`. Where the wanted text and the database's text come to the same when each is said once
 * more, the database's text stands.
 */
export async function settle(
  scratch: Scratch,
  wanted: Schema,
  question: Question,
  actual: Schema,
): Promise<Schema> {
  const [heldTable, heldView] = [lookup(actual.tables), lookup(actual.views)];
  const tables = question.tables.flatMap((each) => heldTable(each.wanted) ?? []);
  const views = question.views.flatMap((each) => heldView(each.wanted) ?? []);
  if (tables.length + views.length === 0) return wanted;
  // What the database has and the wanted schema makes invalid, such as a default that its enum loses, gives no answer.
  const answer = await ask(scratch, {
    tables: tables.map((table) =>
      probeOf(table, openSlots(table, undefined, []), views.length > 0),
    ),
    views: views.map((view) => ({ ...view, indexes: probeIndexes(view.name, view.indexes) })),
  });
  const tableEchoes = new Map(tables.map((table) => [nameKey(table), echoTable(table, answer)]));
  const viewEchoes = new Map(views.map((view) => [nameKey(view), echoView(view, answer)]));
  return {
    ...wanted,
    tables: wanted.tables.map((table) => settleTable(table, tableEchoes.get(nameKey(table)))),
    views: wanted.views.map((view) => settleView(view, viewEchoes.get(nameKey(view)))),
  };
}

/** The database's own thing, and the same said once more. Their lists are in the same order. */
type Echo<Thing> = { readonly actual: Thing; readonly echo: Thing };

function echoTable(actual: Table, answer: Answer): Echo<Table> {
  const slots = openSlots(actual, undefined, []);
  return { actual, echo: withAnswers(actual, slots, answer.table(actual)) };
}

function echoView(actual: View, answer: Answer): Echo<View> {
  const found = answer.view(actual);
  if (found === undefined) return { actual, echo: actual };
  const indexes = withIndexes(actual.indexes, actual.indexes, found.indexes, actual.name);
  return { actual, echo: { ...actual, indexes, definition: found.definition } };
}

function settleTable(wanted: Table, echoed: Echo<Table> | undefined): Table {
  if (echoed === undefined) return wanted;
  const { actual, echo } = echoed;
  const settled = <Each extends { readonly expression: string }>(
    each: Each,
    held: readonly Each[],
    echoes: readonly Each[],
  ): Each => {
    const at = echoes.findIndex(({ expression }) => expression === each.expression);
    const text = held[at]?.expression;
    return text === undefined ? each : { ...each, expression: text };
  };
  return {
    ...wanted,
    columns: wanted.columns.map((column) => settleColumn(column, actual.columns, echo.columns)),
    checks: wanted.checks.map((each) => settled(each, actual.checks, echo.checks)),
    exclusions: wanted.exclusions.map((each) => settled(each, actual.exclusions, echo.exclusions)),
    indexes: settleIndexes(wanted.indexes, actual.indexes, echo.indexes),
  };
}

function settleView(wanted: View, echoed: Echo<View> | undefined): View {
  if (echoed === undefined) return wanted;
  const { actual, echo } = echoed;
  const indexes = settleIndexes(wanted.indexes, actual.indexes, echo.indexes);
  const same = wanted.definition === echo.definition;
  return { ...wanted, indexes, definition: same ? actual.definition : wanted.definition };
}

function settleColumn(
  column: Column,
  actual: readonly Column[],
  echoes: readonly Column[],
): Column {
  const held = actual.find(({ name }) => name === column.name);
  const echo = echoes.find(({ name }) => name === column.name);
  if (held === undefined || echo === undefined) return column;
  const value =
    held.default !== undefined && isDeepStrictEqual(column.default, echo.default)
      ? { default: held.default }
      : {};
  const generated =
    held.generated !== undefined && isDeepStrictEqual(column.generated, echo.generated)
      ? { generated: held.generated }
      : {};
  return { ...column, ...value, ...generated };
}

function settleIndexes(
  wanted: readonly Index[],
  actual: readonly Index[],
  echoes: readonly Index[],
): readonly Index[] {
  return wanted.map((index) => {
    const at = echoes.findIndex((echo) => isDeepStrictEqual(textsOf(echo), textsOf(index)));
    const held = actual[at];
    if (held === undefined) return index;
    const where = held.where === undefined ? {} : { where: held.where };
    return { ...index, keys: held.keys, ...where };
  });
}

function textsOf({ keys, where }: Index): unknown {
  return { keys, where };
}
