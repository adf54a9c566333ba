import { footprintOf } from "./footprint.js";
import type { Footprint, Keys } from "./footprint-key.js";
import type { AnyOperation } from "./plugin-operation.js";

/** Operations that stay together, so that another one passes all of them or none. */
export type Together = {
  readonly add: (operation: AnyOperation) => void;
  /** May the operation come before all of them as well as after? */
  readonly commutesWith: (operation: AnyOperation) => boolean;
};

/** Operations of many owners. */
export type Crowd<Owner> = {
  readonly add: (owner: Owner, operation: AnyOperation) => void;
  /** Those that have an operation which does not trade places with this one. Takes time for what this one has to do with, however many there are. */
  readonly inTheWayOf: (operation: AnyOperation) => ReadonlySet<Owner>;
};

/**
 * Do the two come to the same in either order, and can a database follow either? Never so for SQL of the author's, nor for
 * operations of plugins. Of rows it tells what the operations themselves read and write, not what triggers do.
 */
export function commutes(left: AnyOperation, right: AnyOperation): boolean {
  const one = together();
  one.add(left);
  return one.commutesWith(right);
}

/** None so far. */
export function together(): Together {
  const all = crowd<true>();
  return {
    add: (operation) => all.add(true, operation),
    commutesWith: (operation) => all.inTheWayOf(operation).size === 0,
  };
}

/** Nobody so far. */
export function crowd<Owner>(): Crowd<Owner> {
  const [touched, disturbed, rested] = [owners<Owner>(), owners<Owner>(), owners<Owner>()];
  const [frees, takes] = [owners<Owner>(), owners<Owner>()];
  const everything = new Set<Owner>();
  const all = new Set<Owner>();
  return {
    add: (owner, operation) => {
      const footprint = footprintOf(operation);
      all.add(owner);
      if (footprint.everything) everything.add(owner);
      touched.put(touchedBy(footprint), owner);
      disturbed.put(disturbedBy(footprint), owner);
      rested.put(restsOf(footprint), owner);
      frees.put(footprint.frees, owner);
      takes.put(footprint.takes, owner);
    },
    inTheWayOf: (operation) => {
      const footprint = footprintOf(operation);
      if (footprint.everything) return all;
      const found = new Set(everything);
      touched.find(touchedBy(footprint), found);
      disturbed.find(restsOf(footprint), found);
      rested.find(disturbedBy(footprint), found);
      frees.find(footprint.takes, found);
      takes.find(footprint.frees, found);
      return found;
    },
  };
}

/** Who has to do with each key. */
function owners<Owner>() {
  const byKey = new Map<string, Set<Owner>>();
  return {
    put: (keys: Keys, owner: Owner): void => {
      for (const key of keys) byKey.set(key, (byKey.get(key) ?? new Set()).add(owner));
    },
    find: (keys: Keys, found: Set<Owner>): void => {
      for (const key of keys) for (const owner of byKey.get(key) ?? []) found.add(owner);
    },
  };
}

/** What must be there, as it will be, when it runs; what it needs before and after is left out. */
export function needsOf({ reads, releases }: Footprint): Keys {
  return without(reads, new Set(releases));
}

/** What must be there, as it was, until it has run. */
export function givesOf({ reads, releases }: Footprint): Keys {
  return without(releases, new Set(reads));
}

function touchedBy({ makes, changes, drops, rows }: Footprint): Keys {
  return [...makes, ...changes, ...drops, ...rows.writes];
}

/** What is no longer as it was. */
export function disturbedBy(footprint: Footprint): Keys {
  return [...touchedBy(footprint), ...footprint.shares];
}

function restsOf({ reads, releases, rows }: Footprint): Keys {
  return [...reads, ...releases, ...rows.reads];
}

function without(keys: Keys, others: ReadonlySet<string>): Keys {
  return keys.filter((key) => !others.has(key));
}
