import type { CompileContext } from "../../../src/plugin/ddl.js";
import type { Scope } from "../../../src/plugin/catalog.js";
import type { Schema } from "../../../src/schema/schema.js";
import * as known from "../../sql/state-or-nothing.js";

/** The state in a scope that covers every schema: what hangs on a table or a type may live in another one. */
export function stateAround(context: CompileContext, scope: Scope): Promise<Schema> {
  return context.state({ ...scope, schemas: ["*"] });
}

/** The same, or nothing where an offline script cannot know it: views over an altered column, names of sequences. */
export function stateOrNothing(context: CompileContext, scope: Scope): Promise<Schema> {
  return known.stateOrNothing(context, { ...scope, schemas: ["*"] });
}
