import type { Server } from "../../src/plugin/catalog.js";
import { since } from "../sql/since.js";

/** What ALTER TABLE can do in place, beyond what every supported SQLite can. */
export type Abilities = {
  readonly dropColumn: boolean;
  /** ALTER COLUMN ... SET NOT NULL, DROP NOT NULL. */
  readonly alterNotNull: boolean;
  /** DROP CONSTRAINT of a CHECK. */
  readonly dropCheck: boolean;
};

/** The version that brought each: https://sqlite.org/changes.html */
const brought: Readonly<Record<keyof Abilities, (server: Server) => boolean>> = {
  dropColumn: since("3.35"),
  alterNotNull: since("3.53"),
  dropCheck: since("3.53"),
};

/** Offline nothing is taken for granted: the script may meet any SQLite. */
export function abilitiesOf(server: Server | undefined): Abilities {
  const has = (ability: keyof Abilities): boolean =>
    server !== undefined && brought[ability](server);
  return {
    dropColumn: has("dropColumn"),
    alterNotNull: has("alterNotNull"),
    dropCheck: has("dropCheck"),
  };
}
