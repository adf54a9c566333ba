import { hasCode } from "../../src/error/athanor-error.js";
import type { CompileContext } from "../../src/plugin/ddl.js";
import type { Scope } from "../../src/plugin/catalog.js";
import { emptySchema, type Schema } from "../../src/schema/schema.js";

/** The state, or nothing where an offline script cannot know it. Only for what the server refuses loudly, or bears without harm, when it is missed. */
export async function stateOrNothing(context: CompileContext, scope: Scope): Promise<Schema> {
  try {
    return await context.state(scope);
  } catch (error) {
    if (hasCode(error, "STATE_UNKNOWN")) return emptySchema;
    throw error;
  }
}
