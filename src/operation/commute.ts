import { footprintOf } from "./footprint.js";
import type { Footprint, Keys } from "./footprint-key.js";
import type { AnyOperation } from "./plugin-operation.js";

/** Operations that stay together, so that another one passes all of them or none. */
export type Together = {
  readonly add: (operation: AnyOperation) => void;
  /** May the operation come before all of them as well as after? */
  readonly commutesWith: (operation: AnyOperation) => boolean;
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

/** None so far. To ask takes time for what the operation has to do with, however many there are already. */
export function together(): Together {
  const touched = new Set<string>();
  const disturbed = new Set<string>();
  const rested = new Set<string>();
  const frees = new Set<string>();
  const takes = new Set<string>();
  let [any, everything] = [false, false];
  return {
    add: (operation) => {
      const footprint = footprintOf(operation);
      any = true;
      everything ||= footprint.everything;
      put(touched, touchedBy(footprint));
      put(disturbed, disturbedBy(footprint));
      put(rested, restsOf(footprint));
      put(frees, footprint.frees);
      put(takes, footprint.takes);
    },
    commutesWith: (operation) => {
      const footprint = footprintOf(operation);
      if (everything || footprint.everything) return !any;
      return (
        apart(touched, touchedBy(footprint)) &&
        apart(disturbed, restsOf(footprint)) &&
        apart(rested, disturbedBy(footprint)) &&
        apart(frees, footprint.takes) &&
        apart(takes, footprint.frees)
      );
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

function put(keys: Set<string>, more: Keys): void {
  for (const key of more) keys.add(key);
}

function apart(keys: ReadonlySet<string>, others: Keys): boolean {
  return others.every((key) => !keys.has(key));
}

function without(keys: Keys, others: ReadonlySet<string>): Keys {
  return keys.filter((key) => !others.has(key));
}
