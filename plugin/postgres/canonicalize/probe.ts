import { createHash } from "node:crypto";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { nameOf } from "../../../src/schema/name.js";
import { emptyTable, type Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import type { AskedTable } from "../../sql/question.js";
import { quoteIdentifier } from "../../sql/quote.js";
import {
  columnSlots,
  replaceSlots,
  slotKey,
  slotValue,
  type Slot,
  type SlotKind,
} from "../../sql/slot.js";
import { namesIn } from "../../sql/tokens.js";
import type { Open } from "./open.js";

/**
 * A table that is put to the server: the columns that its open texts may use, or all where views may read it, and of the
 * rest only what is open. Checks, exclusions and indexes bear names that tell their place in the wanted table.
 */
export function probeTable({ wanted: table, open = new Set(), isRead }: AskedTable<Open>): Table {
  const isOpen = (kind: SlotKind, at: number): boolean => open.has(slotKey({ kind, at }));
  const probe = <Each>(kind: SlotKind, items: readonly Each[]) =>
    items.flatMap((item, at) =>
      isOpen(kind, at) ? [{ ...item, name: slotName(kind, table.name, at) }] : [],
    );
  const texts = {
    checks: probe("check", table.checks),
    exclusions: probe("exclusion", table.exclusions),
    indexes: probe("index", table.indexes).map(plainIndex),
  };
  const isNeeded = isRead ? () => true : useTest(table, texts, isOpen);
  const columns = table.columns.flatMap((column, at) =>
    isNeeded(column, at) ? [probeColumn(column, isOpen("default", at))] : [],
  );
  return { ...emptyTable(nameOf(table)), ...texts, columns };
}

/** A view that is put to the server, with all its indexes under names of their own. */
export function probeView(view: View): View {
  const indexes = view.indexes.map((index, at) =>
    plainIndex({ ...index, name: slotName("index", view.name, at) }),
  );
  return { ...view, indexes };
}

/** The table or view with what the server made of these slots of its probe. */
export function putIn<Relation extends Table | View>(
  wanted: Relation,
  found: Relation,
  isOpen: (slot: Slot) => boolean,
): Relation {
  return replaceSlots(wanted, (slot) => {
    const { kind, name, at } = slot;
    const asked = renamed.has(kind) ? slotName(kind, wanted.name, at) : name;
    return isOpen(slot) ? slotValue(found, { kind, name: asked }) : undefined;
  });
}

const renamed: ReadonlySet<SlotKind> = new Set(["check", "exclusion", "index"]);

function plainIndex(index: Index): Index {
  return compact({
    ...index,
    comment: undefined,
    parameters: undefined,
    include: undefined,
    nullsNotDistinct: undefined,
    unique: false,
  });
}

function useTest(
  { name: relation, columns }: Table,
  { checks, exclusions, indexes }: Pick<Table, "checks" | "exclusions" | "indexes">,
  isOpen: (kind: SlotKind, at: number) => boolean,
): (column: Column, at: number) => boolean {
  const computed = columns.filter((column, at) => isOpen("generated", at));
  const texts = [
    ...[...checks, ...exclusions].map(({ expression }) => expression),
    ...indexes.flatMap(indexTexts),
    ...computed.flatMap(expressionOf),
  ];
  const named = new Set(texts.flatMap((text) => [...namesIn(text)]));
  // A text that names the table itself may mean the whole row.
  if (named.has(relation)) return () => true;
  // What a computed column is computed from has to be there with it.
  const sources = columns.filter(({ name }) => named.has(name)).flatMap(expressionOf);
  for (const name of sources.flatMap((text) => [...namesIn(text)])) named.add(name);
  return ({ name }, at) => named.has(name) || [...columnSlots].some((kind) => isOpen(kind, at));
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

function probeColumn(column: Column, withDefault: boolean): Column {
  return compact({
    name: column.name,
    type: column.type,
    nullable: true,
    collation: column.collation,
    default: withDefault ? column.default : undefined,
    generated: column.generated?.kind === "expression" ? column.generated : undefined,
  });
}

// Names of indexes are unique in a schema, and the relation's own may fill all the bytes there are.
function slotName(kind: SlotKind, relation: string, at: number): string {
  const owner = createHash("sha1").update(relation).digest("hex");
  return `${kind}_${at}_${owner}`;
}
