import { applyAll } from "../operation/apply.js";
import type { OperationRequest } from "../operation/request.js";
import type { TableChange } from "../operation/table-change.js";
import type { Capabilities } from "../plugin/dialect.js";
import { nameKey, sameName, type QualifiedName } from "../schema/name.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import type { DatabaseState } from "./database-state.js";
import type { HeldChanges } from "./held-changes.js";

type Held = Pick<HeldChanges, "tables" | "operations">;

/** A state with the first so many of the held changes applied, and the state that it comes from. */
type Ahead = { readonly from: Schema; readonly schema: Schema; readonly applied: number };

/** Gives the database with the held changes applied: those of the tables that a request names, each change once. */
export function createStateAhead(
  state: Pick<DatabaseState, "read">,
  held: Held,
  capabilities: Pick<Capabilities, "batchesTableChanges">,
): (request: OperationRequest) => Promise<Schema> {
  const known = new Map<string, Ahead>();
  // What hangs on a table in another schema, the statements of a change that runs at once have to know anyway.
  const schemas = capabilities.batchesTableChanges ? {} : { schemas: ["*"] };
  const read = (tables: readonly QualifiedName[]): Promise<Schema> =>
    state.read({ ...schemas, tables });
  const continued = (key: string, from: Schema, changes: readonly TableChange[]): Schema => {
    const before = known.get(key);
    const goesOn = before?.from === from && before.applied <= changes.length;
    const { schema, applied } = goesOn ? before : { schema: from, applied: 0 };
    const ahead = applyAll(schema, changes.slice(applied));
    known.set(key, { from, schema: ahead, applied: changes.length });
    return ahead;
  };
  return async ({ needs, needsCatalog }) => {
    if (needs.length === 0) {
      if (needsCatalog !== true) return emptySchema;
      return applyAll(await state.read({}), held.operations());
    }
    const named = distinct(needs);
    const nearest = await read(named);
    const others = referencedChanges(nearest, held).filter((table) => !isAmong(named, table));
    const tables = [...named, ...others];
    const from = others.length === 0 ? nearest : await read(tables);
    return continued(JSON.stringify(tables.map(nameKey)), from, held.operations(tables));
  };
}

/** The tables with held changes that foreign keys of this state lead to: the keys follow the names of their columns. */
function referencedChanges({ tables }: Schema, held: Held): readonly QualifiedName[] {
  const references = tables.flatMap(({ foreignKeys }) => foreignKeys.map((key) => key.references));
  if (references.length === 0) return [];
  return held.tables().filter((table) => isAmong(references, table));
}

function isAmong(names: readonly QualifiedName[], wanted: QualifiedName): boolean {
  return names.some((name) => sameName(name, wanted));
}

function distinct(names: readonly QualifiedName[]): readonly QualifiedName[] {
  return [...new Map(names.map((name) => [nameKey(name), name])).values()];
}
