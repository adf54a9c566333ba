import type { ForeignKey } from "../schema/constraint.js";
import { nameKey } from "../schema/name.js";
import type { Table } from "../schema/table.js";

/** A table without the foreign keys that close a circle, and those. */
export type Untangled = { readonly table: Table; readonly circular: readonly ForeignKey[] };

/**
 * The tables with every referenced one before those that refer to it. Where tables refer to each other in a circle,
 * the key that closes it is taken out. References to a table itself, or to tables not listed, stay.
 */
export function untangle(tables: readonly Table[]): readonly Untangled[] {
  const byKey = new Map(tables.map((table) => [nameKey(table), table]));
  const state = new Map<string, "open" | "done">();
  const circular = new Map<Table, Set<ForeignKey>>();
  const sorted: Table[] = [];
  for (const start of tables) {
    const path = [visit(start, state)];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const key = at.keys.next().value;
      if (key === undefined) {
        state.set(nameKey(at.table), "done");
        if (at.fresh) sorted.push(at.table);
        path.pop();
        continue;
      }
      const target = byKey.get(nameKey(key.references));
      if (target === undefined || target === at.table) continue;
      if (state.get(nameKey(target)) === "open") addTo(circular, at.table, key);
      else path.push(visit(target, state));
    }
  }
  return sorted.map((table) => withoutKeys(table, circular.get(table) ?? new Set()));
}

type Visit = {
  readonly table: Table;
  readonly fresh: boolean;
  readonly keys: Iterator<ForeignKey, undefined>;
};

/** A table that was visited before has nothing left to look at. */
function visit(table: Table, state: Map<string, "open" | "done">): Visit {
  const fresh = !state.has(nameKey(table));
  if (fresh) state.set(nameKey(table), "open");
  return { table, fresh, keys: (fresh ? table.foreignKeys : []).values() };
}

function addTo(circular: Map<Table, Set<ForeignKey>>, table: Table, key: ForeignKey): void {
  const keys = circular.get(table);
  if (keys === undefined) circular.set(table, new Set([key]));
  else keys.add(key);
}

function withoutKeys(table: Table, circular: ReadonlySet<ForeignKey>): Untangled {
  if (circular.size === 0) return { table, circular: [] };
  const foreignKeys = table.foreignKeys.filter((key) => !circular.has(key));
  return { table: { ...table, foreignKeys }, circular: [...circular] };
}
