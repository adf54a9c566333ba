import type { Answer } from "../../sql/canonicalize.js";
import type { CheckConstraint } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { Place } from "./place.js";
import type { Question } from "../../sql/question.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { compact } from "../../../src/schema/compact.js";
import { createTableText } from "../compile/table.js";
import { groupBy } from "../../../src/schema/group-by.js";
import { inspect } from "../inspect/inspect.js";
import { messageOf } from "../../../src/error/thrown.js";
import { nameKey, nameText, type QualifiedName } from "../../../src/schema/name.js";
import { quoteIdentifier } from "../quote-name.js";
import { sharpened } from "./blurred.js";
import { without } from "../../../src/schema/without.js";
import { withoutDatabase } from "../inspect/view.js";

/** Makes it all in the place, reads it back by the same inspection, and takes it away. */
export async function ask(place: Place, { tables, views }: Question<true>): Promise<Answer> {
  const made = await makeTables(
    place,
    tables.map(({ wanted }) => wanted),
  );
  const seen = await makeViews(
    place,
    views.map(({ wanted }) => wanted),
  );
  const names = [...made.names.values(), ...seen.names.values()].map((name) => ({ name }));
  const scope = place.prefix === undefined ? {} : { tables: names };
  const found = await inspect(place.connection, place.server, scope);
  await drop(place, made.names, "TABLE");
  await drop(place, seen.names, "VIEW");
  const tableAt = new Map(found.tables.map((table) => [table.name, table]));
  const viewAt = new Map(found.views.map((view) => [view.name, view]));
  const onlyRead = [
    ...tables.filter(({ open }) => open === undefined),
    ...views.filter(({ isOpen }) => !isOpen),
  ];
  const settled = new Set(onlyRead.map(({ wanted }) => nameKey(wanted)));
  const failures = [...made.failures, ...seen.failures];
  return {
    table: (wanted) => tableAt.get(made.names.get(nameKey(wanted)) ?? ""),
    view: (wanted) => {
      const view = viewAt.get(seen.names.get(nameKey(wanted)) ?? "");
      return view && adoptView(wanted, view, place.home);
    },
    notes: () => notesOn(failures.filter(({ name }) => !settled.has(nameKey(name)))),
  };
}

type Made = {
  /** The names in the place, by the keys of the true ones. */
  readonly names: Map<string, string>;
  readonly failures: Failure[];
};

type Failure = { readonly name: QualifiedName; readonly error: unknown };

async function makeTables(place: Place, tables: readonly Table[]): Promise<Made> {
  const made: Made = { names: new Map(), failures: [] };
  for (const [at, table] of tables.entries()) {
    const name = nameIn(place, table, `t${at}`);
    try {
      await place.connection.query(createTableText(probeTable(table, name, at), place.server));
      made.names.set(nameKey(table), name);
    } catch (error) {
      made.failures.push({ name: table, error });
    }
  }
  return made;
}

/** A view may read another that is still to be made: what fails is tried again as long as something succeeds. */
async function makeViews(place: Place, views: readonly View[]): Promise<Made> {
  const made: Made = { names: new Map(), failures: [] };
  let left = views.map((view, at) => ({ view, name: nameIn(place, view, `v${at}`) }));
  for (let before = -1; before !== left.length && left.length > 0;) {
    before = left.length;
    const failed: typeof left = [];
    made.failures.length = 0;
    for (const each of left) {
      const error = await makeView(place, each);
      if (error === undefined) made.names.set(nameKey(each.view), each.name);
      else {
        made.failures.push({ name: each.view, error });
        failed.push(each);
      }
    }
    left = failed;
  }
  return made;
}

/** Over the tables as they are wanted; where one is not known here, over those that are there now. */
async function makeView(
  { connection, server, home }: Place,
  { view, name }: { readonly view: View; readonly name: string },
): Promise<unknown> {
  const here = server.defaultSchema ?? "";
  const create = `CREATE VIEW ${quoteIdentifier(here)}.${quoteIdentifier(name)} AS ${view.definition}`;
  try {
    await connection.query(create);
    return undefined;
  } catch (error) {
    if (home.database === undefined || home.database === here) return error;
  }
  try {
    await connection.query(`USE ${quoteIdentifier(home.database)}`);
    await connection.query(create);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await connection.query(`USE ${quoteIdentifier(here)}`);
  }
}

/** In a database of its own a table goes by its own name, so that views find it. */
function nameIn({ prefix }: Place, { schema, name }: QualifiedName, short: string): string {
  if (prefix !== undefined) return `${prefix}_${short}`;
  return schema === undefined ? name : `${schema.slice(0, 20)}_${short}`;
}

async function drop(
  { connection, server }: Place,
  names: ReadonlyMap<string, string>,
  kind: "TABLE" | "VIEW",
): Promise<void> {
  const here = quoteIdentifier(server.defaultSchema ?? "");
  const all = [...names.values()].map((name) => `${here}.${quoteIdentifier(name)}`);
  if (all.length > 0) await connection.query(`DROP ${kind} IF EXISTS ${all.join(", ")}`);
}

function adoptView(wanted: View, found: View, home: Server): View {
  const definition = withoutDatabase(found.definition, home.database);
  const dependsOn = found.dependsOn?.map(({ schema, name }) =>
    schema === undefined || schema === home.database ? { name } : { schema, name },
  );
  return compact({ ...wanted, definition, dependsOn });
}

function notesOn(failures: readonly Failure[]): readonly string[] {
  return [...groupBy(failures, ({ error }) => messageOf(error))].map(([reason, refused]) => {
    const names = refused.map(({ name }) => `"${nameText(name)}"`).join(", ");
    return `The server was not asked how it would write ${names}: ${reason.replace(/\.$/, "")}. It is taken as it is written.`;
  });
}

/**
 * The table as it is made to be asked about: under another name, without foreign keys and the indexes that tell
 * nothing. CHECKs take names of their own, which on MySQL must be the only ones of their database.
 */
function probeTable(table: Table, name: string, at: number): Table {
  const { columns, primaryKey, checks, indexes, options } = table;
  const counted = columns.some(({ generated }) => generated?.kind === "increment");
  return compact({
    name,
    columns,
    primaryKey,
    uniques: [],
    checks: checks.map((check, place) =>
      check.column === undefined ? { ...check, name: checkName(at, place) } : check,
    ),
    exclusions: [],
    foreignKeys: [],
    indexes: indexes.filter((index) => isTelling(index) || (counted && isPlain(index))),
    options: options && without(options, "partitionBy"),
  });
}

/** What was found, under the names that were wanted. */
export function adoptTable(wanted: Table, found: Table): Table {
  const columns = new Map(found.columns.map((column) => [column.name, column]));
  const checks = new Map(found.checks.map((check) => [check.column ?? placeOf(check), check]));
  const indexes = new Map(found.indexes.map((index) => [index.name, index]));
  return compact({
    ...wanted,
    columns: wanted.columns.map((column) => sharpened(columns.get(column.name) ?? column, column)),
    checks: wanted.checks.map((check, place) => {
      const expression = checks.get(check.column ?? String(place))?.expression;
      return expression === undefined ? check : { ...check, expression };
    }),
    indexes: wanted.indexes.map((index) =>
      isTelling(index) ? { ...index, keys: indexes.get(index.name)?.keys ?? index.keys } : index,
    ),
    options: optionsOf(wanted, found),
  });
}

/** Partitions are not made: a table that has them keeps them. */
function optionsOf(wanted: Table, found: Table): Table["options"] {
  const partitionBy = wanted.options?.partitionBy;
  return partitionBy === undefined ? found.options : { ...found.options, partitionBy };
}

function checkName(table: number, place: number): string {
  return `athanor_check_${table}_${place}`;
}

function placeOf({ name = "" }: CheckConstraint): string {
  return name.slice(name.lastIndexOf("_") + 1);
}

function isTelling({ keys }: Index): boolean {
  return keys.some(({ expression }) => expression !== undefined);
}

/** AUTO_INCREMENT wants its column to be a key. */
function isPlain({ fulltext, spatial }: Index): boolean {
  return fulltext !== true && spatial !== true;
}
