import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { namesIn } from "../../sql/tokens.js";

/** Tables and views to be made, looked at, and thrown away. */
export type Probes = { readonly tables: readonly Table[]; readonly views: readonly View[] };

/**
 * How many tables are made at a time. Each is locked until it is taken away, with its index and what holds its long
 * values, and a server has room for some 6,400 locks unless it is told otherwise:
 * https://www.postgresql.org/docs/current/runtime-config-locks.html
 */
const most = 400;

/** The views with all tables that they may read, and the other tables a few at a time. */
export function portionsOf({ tables, views }: Probes): readonly Probes[] {
  const mentioned = new Set(views.flatMap(({ definition }) => [...namesIn(definition)]));
  const read = tables.filter(({ name }) => mentioned.has(name));
  const others = tables.filter(({ name }) => !mentioned.has(name));
  const first = read.length + views.length === 0 ? [] : [{ tables: read, views }];
  return [...first, ...cut(others).map((part) => ({ tables: part, views: [] }))];
}

function cut(tables: readonly Table[]): readonly (readonly Table[])[] {
  const count = Math.ceil(tables.length / most);
  return Array.from({ length: count }, (_, at) => tables.slice(at * most, (at + 1) * most));
}
