import type { CanonicalizeRequest } from "../../../src/plugin/catalog.js";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../../src/schema/constraint.js";
import { sameValue } from "../../../src/schema/equality.js";
import { groupBy } from "../../../src/schema/group-by.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import { compareNames, nameKey, nameOf, nameText } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { likeEach } from "../../sql/like-actual.js";
import { lookup } from "../../sql/lookup.js";
import { namesIn } from "../../sql/tokens.js";
import { isPassingMoment } from "../column-default.js";
import { columnCounting } from "../sequence.js";

/** What nobody asked for and the database has settled for itself is taken as it is there. */
export function likeActual(wanted: Schema, { actual }: CanonicalizeRequest): Schema {
  const extensions = wanted.extensions.map((extension) => {
    const held = actual.extensions.find(({ name }) => name === extension.name);
    return extension.schema === undefined && held !== undefined ? held : extension;
  });
  return {
    ...wanted,
    extensions,
    tables: likeEach(wanted.tables, lookup(actual.tables), adoptTable),
    views: adoptViews(wanted, actual),
  };
}

/** What is left to take over once the server has said the wanted texts in its own words. */
export function adoptAnswered(wanted: Schema, actual: Schema): Schema {
  const held = lookup(actual.tables);
  const tables = wanted.tables.map((table) => {
    const now = held(table);
    return now === undefined || now === table ? table : adoptEffects(table, now);
  });
  return { ...wanted, tables };
}

function adoptTable(table: Table, held: Table | undefined): Table {
  if (held === undefined) return table;
  const columns = new Map(held.columns.map((column) => [column.name, column]));
  return {
    ...table,
    ...adoptConstraints(table, held),
    indexes: adoptEach(table.indexes, held.indexes, adoptIndex),
    columns: table.columns.map((column) => adoptColumn(column, columns.get(column.name))),
  };
}

/** Columns whose default is the moment at which it was set; notes for whoever meant the moment of each row. */
export function momentNotes(wanted: Schema): readonly string[] {
  return wanted.tables.flatMap((table) =>
    table.columns.filter(isPassingMoment).map((column) => {
      const text = column.default?.kind === "value" ? String(column.default.value) : "";
      return `The default "${text}" of column "${column.name}" of "${nameText(table)}" is the moment at which the default is set, the same for every row, and the one that is there stays. For the moment of each row write default: () => "now()".`;
    }),
  );
}

function adoptColumn(column: Column, held: Column | undefined): Column {
  const adopted = adoptSequence(column, held);
  return isPassingMoment(column) && held?.default !== undefined
    ? { ...adopted, default: held.default }
    : adopted;
}

// A renamed table keeps its sequence under the old name; which one feeds a column, and how it counts, is no wish of the entities.
function adoptSequence(column: Column, held: Column | undefined): Column {
  const { generated, type } = column;
  const now = held?.generated;
  if (generated === undefined || generated.kind === "expression") return column;
  if (now === undefined || now.kind === "expression") return column;
  const counting = generated.counting ?? (now.counting && columnCounting(now.counting, type.name));
  if (generated.kind === "identity")
    return { ...column, generated: compact({ ...generated, counting }) };
  const sequence = generated.sequence ?? (now.kind === "increment" ? now.sequence : undefined);
  return { ...column, generated: compact({ ...generated, sequence, counting }) };
}

// The server lists every relation that a view reads; so does this, as far as the definition names them.
function adoptViews(wanted: Schema, actual: Schema): readonly View[] {
  if (wanted.views.length === 0) return [];
  const held = lookup(actual.views);
  const relations = [...wanted.tables, ...wanted.views, ...onlyActual(wanted, actual)];
  const byName = groupBy(relations, ({ name }) => name);
  return wanted.views.map((view) => {
    const now = held(view);
    if (now !== undefined && now.definition === view.definition) {
      return compact({ ...view, dependsOn: now.dependsOn });
    }
    const names = [...namesIn(view.definition)].filter((name) => name !== view.name);
    const read = names.flatMap((name) => byName.get(name) ?? []);
    const dependsOn = read.map(nameOf).sort(compareNames);
    return compact({ ...view, dependsOn: dependsOn.length === 0 ? undefined : dependsOn });
  });
}

function onlyActual(wanted: Schema, actual: Schema): readonly (Table | View)[] {
  const [table, view] = [lookup(wanted.tables), lookup(wanted.views)];
  const tables = actual.tables.filter((each) => table(each) === undefined);
  const views = actual.views.filter((each) => view(each) === undefined);
  return [...tables, ...views];
}

/**
 * What entities have no words for, and the database says of a thing of the same name: INCLUDE, NULLS NOT DISTINCT, NO
 * INHERIT, directions and operator classes of an index, the partition key in a unique key. It stays as it is there.
 */
function adoptConstraints(table: Table, held: Table): Partial<Table> {
  const partition = partitionNames(held);
  const key = table.primaryKey;
  return compact({
    primaryKey:
      key === undefined || held.primaryKey === undefined
        ? key
        : adoptColumns(key, held.primaryKey, partition),
    uniques: adoptEach(table.uniques, held.uniques, (unique, now) =>
      adoptUnique(adoptColumns(unique, now, partition), now),
    ),
    checks: adoptEach(table.checks, held.checks, (check, now) =>
      compact({ ...check, noInherit: check.noInherit ?? now.noInherit }),
    ),
    foreignKeys: adoptEach(table.foreignKeys, held.foreignKeys, (key, now) =>
      compact({ ...key, match: key.match ?? now.match }),
    ),
  });
}

/**
 * NOT VALID and NOT ENFORCED, for a constraint that asks of the rows what its namesake asks of them. Of any other the rows
 * are to be checked: nobody has said that they may break it. Comes when both are in the server's own words.
 */
function adoptEffects(table: Table, held: Table): Table {
  return {
    ...table,
    checks: adoptEach(table.checks, held.checks, (check, now) =>
      check.expression === now.expression ? withEffect(check, now) : check,
    ),
    foreignKeys: adoptEach(table.foreignKeys, held.foreignKeys, (key, now) =>
      asksTheSame(key, now) ? withEffect(key, now) : key,
    ),
  };
}

function withEffect<Each extends CheckConstraint | ForeignKey>(each: Each, held: Each): Each {
  const { notValid, notEnforced } = each;
  const effect = {
    notValid: notValid ?? held.notValid,
    notEnforced: notEnforced ?? held.notEnforced,
  };
  return { ...each, ...compact(effect) };
}

function asksTheSame(key: ForeignKey, held: ForeignKey): boolean {
  const asked = (each: ForeignKey): unknown => [
    each.columns,
    nameKey(each.references),
    each.referencedColumns,
  ];
  return sameValue(asked(key), asked(held));
}

function adoptIndex(index: Index, held: Index): Index {
  const { keys, unique } = index;
  const alike =
    unique === held.unique &&
    keys.length === held.keys.length &&
    keys.every((key, at) => key.column !== undefined && key.column === held.keys[at]?.column);
  if (!alike) return index;
  // Who states the direction of one key has said that of all.
  const states = keys.some(({ descending, nulls }) => (descending ?? nulls) !== undefined);
  return compact({
    ...index,
    keys: keys.map((key, at) => adoptKey(key, held.keys[at], states)),
    include: index.include ?? held.include,
    nullsNotDistinct: index.nullsNotDistinct ?? held.nullsNotDistinct,
  });
}

/** Each thing with what its namesake in the database adds. */
function adoptEach<Thing extends { readonly name?: string }>(
  wanted: readonly Thing[],
  held: readonly Thing[],
  adopt: (thing: Thing, now: Thing) => Thing,
): readonly Thing[] {
  if (wanted.length === 0 || held.length === 0) return wanted;
  return wanted.map((thing) => {
    const now = held.find(({ name }) => name === thing.name);
    return now === undefined || thing.name === undefined ? thing : adopt(thing, now);
  });
}

function adoptKey(key: IndexKey, held: IndexKey | undefined, states: boolean): IndexKey {
  return held !== undefined
    ? compact({
        ...(states ? key : held),
        collation: key.collation ?? held.collation,
        operatorClass: key.operatorClass ?? held.operatorClass,
      })
    : key;
}

function adoptUnique(unique: UniqueConstraint, held: UniqueConstraint): UniqueConstraint {
  if (unique.columns.join() !== held.columns.join()) return unique;
  return compact({
    ...unique,
    include: unique.include ?? held.include,
    nullsNotDistinct: unique.nullsNotDistinct ?? held.nullsNotDistinct,
  });
}

// A unique key of a partitioned table has to hold the partition key, whatever the entities say.
function adoptColumns<Key extends PrimaryKey | UniqueConstraint>(
  key: Key,
  held: Key,
  partition: ReadonlySet<string>,
): Key {
  if (partition.size === 0) return key;
  const kept = held.columns.filter((name) => key.columns.includes(name) || !partition.has(name));
  return kept.join() === key.columns.join() ? { ...key, columns: held.columns } : key;
}

function partitionNames({ options }: Table): ReadonlySet<string> {
  return options?.partitionBy === undefined ? new Set() : namesIn(options.partitionBy);
}
