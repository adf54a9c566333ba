import type { Server } from "../../src/plugin/catalog.js";

/** What ALTER TABLE can do in place, beyond what every supported SQLite can. */
export type Abilities = {
  readonly dropColumn: boolean;
  /** ALTER COLUMN ... SET NOT NULL, DROP NOT NULL. */
  readonly alterNotNull: boolean;
  /** DROP CONSTRAINT of a CHECK. */
  readonly dropCheck: boolean;
};

/** The version that brought each: https://sqlite.org/changes.html */
const since: Readonly<Record<keyof Abilities, number>> = {
  dropColumn: 33500,
  alterNotNull: 35300,
  dropCheck: 35300,
};

/** Offline nothing is taken for granted: the script may meet any SQLite. */
export function abilitiesOf(server: Server | undefined): Abilities {
  const version = server?.version ?? 0;
  return {
    dropColumn: version >= since.dropColumn,
    alterNotNull: version >= since.alterNotNull,
    dropCheck: version >= since.dropCheck,
  };
}
