import type { QualifiedName } from "./name.js";

/** An enum type that is an object of its own (PostgreSQL). Values in their sort order. */
export type Enum = QualifiedName & {
  readonly values: readonly string[];
};
