import type { QualifiedName } from "../../../src/schema/name.js";

/** Names as this server stores them: cut at its limit, the default schema left out. */
export type Naming = {
  readonly cut: (name: string) => string;
  readonly qualify: <Named extends QualifiedName>(named: Named) => Named;
};
