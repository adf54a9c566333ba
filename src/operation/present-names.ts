import type { ForeignKey } from "../schema/constraint.js";
import type { QualifiedName } from "../schema/name.js";
import { nameKey, nameOf } from "../schema/name.js";
import type { Operation } from "./operation.js";
import type { RowQuestion } from "./row-question.js";

/** What things are called now, while operations that rename them are only planned. */
export type PresentNames = {
  /** Takes note of an operation that comes before what is asked next. */
  readonly follow: (operation: Operation) => void;
  /** The question in present names; `undefined` where it is about something that is not there yet. */
  readonly translate: (question: RowQuestion) => RowQuestion | undefined;
  /** Will all rows have a value in the column by then? */
  readonly isFilled: (table: QualifiedName, column: string) => boolean;
};

/** New name to present name; `undefined` for what is new altogether. */
type Renamed<Name> = Map<string, Name | undefined>;

export function createPresentNames(): PresentNames {
  const filled = new Set<string>();
  const renamings = createRenamings();
  return {
    follow: (operation) => {
      renamings.follow(operation);
      if (operation.kind !== "backfill") return;
      for (const column of Object.keys(operation.set)) filled.add(placeOf(operation.table, column));
    },
    translate: (question) => {
      const table = renamings.tableNow(question.table);
      const now = (column: string): string | undefined =>
        renamings.columnNow(question.table, column);
      return table && translateIn({ ...question, table }, now, renamings.touches(question.table));
    },
    isFilled: (table, column) => filled.has(placeOf(table, column)),
  };
}

type Renamings = {
  readonly follow: (operation: Operation) => void;
  readonly tableNow: (name: QualifiedName) => QualifiedName | undefined;
  readonly columnNow: (table: QualifiedName, column: string) => string | undefined;
  /** Have columns of the table come or got another name? */
  readonly touches: (table: QualifiedName) => boolean;
};

function createRenamings(): Renamings {
  const tables: Renamed<QualifiedName> = new Map();
  const columns = new Map<string, Renamed<string>>();
  const columnsOf = (table: QualifiedName): Renamed<string> => {
    const known = columns.get(nameKey(table)) ?? new Map<string, string | undefined>();
    columns.set(nameKey(table), known);
    return known;
  };
  const tableNow = (name: QualifiedName): QualifiedName | undefined =>
    tables.has(nameKey(name)) ? tables.get(nameKey(name)) : nameOf(name);
  const columnNow = (table: QualifiedName, name: string): string | undefined => {
    const known = columnsOf(table);
    return known.has(name) ? known.get(name) : name;
  };
  const follow = (operation: Operation): void => {
    if (operation.kind === "createTable") tables.set(nameKey(operation.table), undefined);
    else if (operation.kind === "createSequence") {
      tables.set(nameKey(operation.sequence), undefined);
    } else if (operation.kind === "renameSequence") {
      tables.set(nameKey(operation.to), tableNow(operation.from));
    } else if (operation.kind === "addColumn") {
      columnsOf(operation.table).set(operation.column.name, undefined);
    } else if (operation.kind === "renameTable") {
      tables.set(nameKey(operation.to), tableNow(operation.from));
      columns.set(nameKey(operation.to), columnsOf(operation.from));
    } else if (operation.kind === "renameColumn") {
      const { table, from, to } = operation;
      columnsOf(table).set(to, columnNow(table, from));
    }
  };
  return { follow, tableNow, columnNow, touches: (table) => columnsOf(table).size > 0 };
}

function placeOf(table: QualifiedName, column: string): string {
  return JSON.stringify([nameKey(table), column]);
}

function translateIn(
  question: RowQuestion,
  now: (column: string) => string | undefined,
  changed: boolean,
): RowQuestion | undefined {
  switch (question.kind) {
    case "rows":
      return question;
    case "filled":
    case "empty":
    case "holding": {
      const column = now(question.column);
      return column === undefined ? undefined : { ...question, column };
    }
    case "dropped": {
      const name = now(question.column.name);
      return name === undefined ? undefined : { ...question, column: { ...question.column, name } };
    }
    case "unconvertible": {
      const name = now(question.from.name);
      return name === undefined ? undefined : { ...question, from: { ...question.from, name } };
    }
    case "orphans":
      return translateKey(question, now);
    case "alike":
    case "breaking":
      // Their SQL speaks of columns by the names they will have.
      return changed ? translateAlike(question, now) : question;
  }
}

function translateAlike(
  question: Extract<RowQuestion, { kind: "alike" | "breaking" }>,
  now: (column: string) => string | undefined,
): RowQuestion | undefined {
  if (question.kind === "breaking" || question.where !== undefined) return undefined;
  const keys = question.keys.flatMap((key) => {
    const column = key.column === undefined ? undefined : now(key.column);
    return column === undefined ? [] : [{ ...key, column }];
  });
  return keys.length === question.keys.length ? { ...question, keys } : undefined;
}

function translateKey(
  question: Extract<RowQuestion, { kind: "orphans" }>,
  now: (column: string) => string | undefined,
): RowQuestion | undefined {
  const columns = question.key.columns.flatMap((column) => now(column) ?? []);
  const key: ForeignKey = { ...question.key, columns };
  return columns.length === question.key.columns.length ? { ...question, key } : undefined;
}
