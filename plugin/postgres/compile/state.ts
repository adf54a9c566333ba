import { AthanorError } from "../../../src/error/athanor-error.js";
import type { CompileContext, Scope } from "../../../src/plugin/dialect.js";
import { emptySchema } from "../../../src/schema/schema.js";
import type { Schema } from "../../../src/schema/schema.js";

/** The state in a scope that covers every schema: what hangs on a table or a type may live in another one. */
export function stateAround(context: CompileContext, scope: Scope): Promise<Schema> {
  return context.state({ ...scope, schemas: ["*"] });
}

/**
 * The same, or nothing where an offline script cannot know it. Only for what the server itself would refuse loudly or
 * bear without harm when it is missed: views over an altered column, names of sequences.
 */
export async function stateOrNothing(context: CompileContext, scope: Scope): Promise<Schema> {
  try {
    return await stateAround(context, scope);
  } catch (error) {
    if (error instanceof AthanorError && error.code === "STATE_UNKNOWN") return emptySchema;
    throw error;
  }
}
