import { compact } from "../../../src/schema/compact.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import { sameValue } from "../../../src/schema/equality.js";
import { nameKey } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { namesIn } from "../../sql/tokens.js";

/**
 * What entities have no words for, and the database says of a thing of the same name: INCLUDE, NULLS NOT DISTINCT, NO
 * INHERIT, directions and operator classes of an index, the partition key in a unique key. It stays as it is there.
 */
export function adoptConstraints(table: Table, held: Table): Partial<Table> {
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
export function adoptEffects(table: Table, held: Table): Table {
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

export function adoptIndex(index: Index, held: Index): Index {
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
export function adoptEach<Thing extends { readonly name?: string }>(
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
