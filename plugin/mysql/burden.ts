import type { Server } from "../../src/plugin/catalog.js";
import type { Table } from "../../src/schema/table.js";
import { isMariaDb } from "./server.js";

/**
 * What a change comes to for the server, the lightest first. `catalog`: only the catalog changes. `grow`, `shrink`:
 * the same where nothing else comes with it, else all rows are written anew. `light`: others go on, nothing is written anew. `read`: the
 * rows are read, and writers wait. `online`: all rows are written anew, while others go on. `copy`: all rows are written
 * anew, and writers wait.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html, https://mariadb.com/kb/en/innodb-online-ddl-overview/
 */
export type Burden = "catalog" | "grow" | "shrink" | "light" | "read" | "online" | "copy";

/** What changes come to that share one ALTER TABLE. */
export function joined(
  burdens: readonly Burden[],
  table: Table,
  server: Server | undefined,
): Burden {
  const has = (...some: readonly Burden[]): boolean => burdens.some((each) => some.includes(each));
  const reshapes = has("grow", "shrink");
  const isSearched = table.indexes.some(({ fulltext }) => fulltext === true);
  // MariaDB takes columns in and out at once by a copy only.
  const trades = isMariaDb(server) && has("grow") && has("shrink");
  if (has("copy") || trades || (reshapes && isSearched)) return "copy";
  const isWritten = has("online") || (reshapes && has("light", "read"));
  if (isWritten) return has("read") ? "copy" : "online";
  return has("read") ? "read" : "light";
}
