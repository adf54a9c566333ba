import type { AnyOperation } from "../operation/plugin-operation.js";
import { isPluginOperation } from "../operation/plugin-operation.js";
import type { LockRoom, LockSlots } from "../plugin/lock.js";
import type { CheckedHazard, OperationHazards } from "./check-hazards.js";
import type { DatabaseAccess } from "../project/database-access.js";

/** Operations that one transaction cannot hold: it would take more locks than the server has room for. */
export type LockShortage = {
  readonly slots: LockSlots;
  readonly lockedBy: LockRoom["lockedBy"];
  readonly locks: number;
  /** The operation from which on there is no room. */
  readonly operation: AnyOperation;
};

type Operations = readonly AnyOperation[];

/** Other sessions need some of the room, and what a server does beside what it was told takes some too. */
const share = 0.8;

/** No server has less. */
const least = 200;

/** What one transaction takes of the room for locks, where it takes more than there is beside others. */
export async function findShortage(
  { dialect, connection }: Pick<DatabaseAccess, "dialect" | "connection">,
  operations: Operations,
): Promise<LockShortage | undefined> {
  const { lockRoom } = dialect.session;
  if (lockRoom === undefined) return undefined;
  const { lockedBy } = lockRoom;
  const locked = new Set<string>();
  const counts = operations.map((operation) => addLocks(locked, operation, lockedBy));
  if (locked.size < least) return undefined;
  const slots = await lockRoom.slots(connection);
  const operation = operations[counts.findIndex((count) => count > slots.count * share)];
  return operation && { slots, lockedBy, locks: locked.size, operation };
}

/** That of the first transaction which has one. */
export async function firstShortage(
  access: Pick<DatabaseAccess, "dialect" | "connection">,
  transactions: readonly Operations[],
): Promise<LockShortage | undefined> {
  for (const operations of transactions) {
    const shortage = await findShortage(access, operations);
    if (shortage !== undefined) return shortage;
  }
  return undefined;
}

function addLocks(
  locked: Set<string>,
  operation: AnyOperation,
  lockedBy: LockRoom["lockedBy"],
): number {
  if (!isPluginOperation(operation)) lockedBy(operation).forEach((name) => locked.add(name));
  return locked.size;
}

/** The shortage is a hazard of the operation at which it begins. */
export function withShortage(
  found: readonly OperationHazards[],
  shortage: LockShortage | undefined,
): readonly OperationHazards[] {
  if (shortage === undefined) return found;
  const { operation } = shortage;
  const own = found.filter((each) => each.operation === operation);
  const hazards = [...own.flatMap((each) => each.hazards), hazardOf(shortage)];
  return [...found.filter((each) => each.operation !== operation), { operation, hazards }];
}

const code = "TOO_MANY_LOCKS";

/** The hazards of operations that were parted, so that there is room for each part. */
export function withoutShortage(found: readonly OperationHazards[]): readonly OperationHazards[] {
  return found.map(({ operation, hazards }) => ({
    operation,
    hazards: hazards.filter((hazard) => hazard.code !== code),
  }));
}

function hazardOf({ slots, locks }: LockShortage): CheckedHazard {
  const message = `has one transaction hold ${locks} locks, of tables, indexes and sequences, and the server has room for ${slots.count} of all sessions: ${slots.told}`;
  const safeWay = `Either ${slots.raise(Math.ceil(locks / share))}, or write several revisions (revision --autogenerate --split), each in a transaction of its own (upgrade --transaction each).`;
  return { code, severity: "may-fail", message, safeWay };
}

/** Parts the operations, in the order given, so that each part leaves half of the room to others. */
export function splitByLocks(
  operations: Operations,
  { slots, lockedBy }: Pick<LockShortage, "slots" | "lockedBy">,
): readonly Operations[] {
  const parts: AnyOperation[][] = [];
  let locked = new Set<string>();
  for (const operation of operations) {
    const part = parts.at(-1);
    if (part !== undefined && addLocks(locked, operation, lockedBy) <= slots.count / 2) {
      part.push(operation);
      continue;
    }
    locked = new Set();
    addLocks(locked, operation, lockedBy);
    parts.push([operation]);
  }
  return parts;
}
