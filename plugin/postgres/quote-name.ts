import type { QualifiedName } from "../../src/schema/name.js";
import { quoteIdentifier } from "../sql/quote.js";

/** `"billing"."invoices"`, or `"invoices"` in the default schema. */
export function quoteName(name: QualifiedName): string {
  const bare = quoteIdentifier(name.name);
  return name.schema === undefined ? bare : `${quoteIdentifier(name.schema)}.${bare}`;
}
