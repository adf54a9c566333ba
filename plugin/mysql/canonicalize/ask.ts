import { compact } from "../../../src/schema/compact.js";
import { nameKey, type QualifiedName } from "../../../src/schema/name.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { inspect } from "../inspect/inspect.js";
import { withoutDatabase } from "../inspect/view.js";
import { quoteIdentifier } from "../quote-name.js";
import type { Place } from "./place.js";
import { adoptTable, probeTable } from "./probe.js";
import type { Question } from "./question.js";
import { createTableText } from "../compile/table.js";

/** What the server made of what it was asked about; what it refused is missing. */
export type Answer = {
  readonly tables: ReadonlyMap<string, Table>;
  readonly views: ReadonlyMap<string, View>;
  readonly failures: readonly { readonly name: QualifiedName; readonly error: unknown }[];
};

/** Makes it all in the place, reads it back by the same inspection, and takes it away. */
export async function ask(place: Place, question: Question, main: Server): Promise<Answer> {
  const { tables, views, ground } = question;
  const made = await makeTables(place, [...tables, ...ground.tables]);
  const seen = await makeViews(place, [...ground.views, ...views], main);
  const names = [...made.names.values(), ...seen.names.values()].map((name) => ({ name }));
  const scope = place.prefix === undefined ? {} : { tables: names };
  const held = await inspect(place.connection, place.server, scope);
  await drop(place, made.names, "TABLE");
  await drop(place, seen.names, "VIEW");
  const tableAt = new Map(held.tables.map((table) => [table.name, table]));
  const viewAt = new Map(held.views.map((view) => [view.name, view]));
  const asked = new Set([...tables, ...views].map(nameKey));
  return {
    tables: pairs(tables, (table) => {
      const found = tableAt.get(made.names.get(nameKey(table)) ?? "");
      return found && adoptTable(table, found);
    }),
    views: pairs(views, (view) => {
      const found = viewAt.get(seen.names.get(nameKey(view)) ?? "");
      return found && adoptView(view, found, main);
    }),
    failures: [...made.failures, ...seen.failures].filter(({ name }) => asked.has(nameKey(name))),
  };
}

type Made = {
  /** The names in the place, by the keys of the true ones. */
  readonly names: Map<string, string>;
  readonly failures: { readonly name: QualifiedName; readonly error: unknown }[];
};

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
async function makeViews(place: Place, views: readonly View[], main: Server): Promise<Made> {
  const made: Made = { names: new Map(), failures: [] };
  let left = views.map((view, at) => ({ view, name: nameIn(place, view, `v${at}`) }));
  for (let before = -1; before !== left.length && left.length > 0;) {
    before = left.length;
    const failed: typeof left = [];
    made.failures.length = 0;
    for (const each of left) {
      const error = await makeView(place, each, main);
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
  { connection, server }: Place,
  { view, name }: { readonly view: View; readonly name: string },
  main: Server,
): Promise<unknown> {
  const here = server.defaultSchema ?? "";
  const create = `CREATE VIEW ${quoteIdentifier(here)}.${quoteIdentifier(name)} AS ${view.definition}`;
  try {
    await connection.query(create);
    return undefined;
  } catch (error) {
    if (main.database === undefined || main.database === here) return error;
  }
  try {
    await connection.query(`USE ${quoteIdentifier(main.database)}`);
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

function adoptView(wanted: View, found: View, main: Server): View {
  const definition = withoutDatabase(found.definition, main.database);
  const dependsOn = found.dependsOn?.map(({ schema, name }) =>
    schema === undefined || schema === main.database ? { name } : { schema, name },
  );
  return compact({ ...wanted, definition, dependsOn });
}

function pairs<Item extends QualifiedName>(
  items: readonly Item[],
  answerTo: (item: Item) => Item | undefined,
): ReadonlyMap<string, Item> {
  const found = items.flatMap((item): [string, Item][] => {
    const answer = answerTo(item);
    return answer === undefined ? [] : [[nameKey(item), answer]];
  });
  return new Map(found);
}
