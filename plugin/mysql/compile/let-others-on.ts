import { lockingOf, type Locking } from "../../../src/operation/locking.js";
import type { TableChange } from "../../../src/operation/table-change.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { without } from "../../../src/schema/without.js";

/**
 * The change with what `online` and `concurrently` come to: `ALGORITHM=INPLACE, LOCK=NONE`. For the first of these MySQL
 * would write the table anew even where it need not touch a row; the second alone keeps it from copying.
 */
export function letOthersOn(change: TableChange, server: Server | undefined): TableChange {
  const stated = lockingOf(change);
  const concurrently = "concurrently" in change && change.concurrently === true;
  if (stated.online !== true && !concurrently) return change;
  const algorithm = stated.algorithm ?? (server?.product === "mysql" ? undefined : "inplace");
  // INSTANT stands alone.
  const lock = stated.lock ?? (algorithm === "instant" ? undefined : "none");
  const locking = lockingOf({ ...(algorithm && { algorithm }), ...(lock && { lock }) });
  return { ...without<Locking, "online">(change, "online"), ...locking } as TableChange;
}
