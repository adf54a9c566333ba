import type { RunRequest } from "../run-request.js";
import type { Session } from "../session.js";
import { isDone, readUnfinished, type Unfinished } from "./unfinished.js";

/** What the database holds of a revision that has failed. */
export type Recorded = {
  /** Statements of it that are done, the way it was going when it began. */
  readonly done: number;
  /** Statements that were run since to take those back. */
  readonly undone: number;
  /** The statement whose end nobody saw. */
  readonly inDoubt?: string;
  readonly direction: Unfinished["direction"];
};

/** Asks the database itself, on whichever connection still answers. `unknown`: none does. */
export async function readRecord(
  request: RunRequest,
  { guard }: Session,
  revision: string,
): Promise<Recorded | undefined | "unknown"> {
  const open = async () => {
    const connection = await request.connection.open();
    return { connection, close: connection.close };
  };
  const stay = async (): Promise<void> => undefined;
  const ways = [
    async () => ({ connection: request.connection, close: stay }),
    async () => ({ connection: guard.observer, close: stay }),
    open,
  ];
  for (const way of ways) {
    try {
      const { connection, close } = await way();
      const halves = await readUnfinished({ ...request, connection }).finally(close);
      return recordedOf(halves.find((half) => half.revision === revision));
    } catch {
      // The next may answer; that none does is told.
    }
  }
  return "unknown";
}

function recordedOf(half: Unfinished | undefined): Recorded | undefined {
  if (half === undefined) return undefined;
  const { direction, lines, undone } = half;
  const doubtful = [...undone, ...lines].find(({ outcome }) => outcome === "started");
  return {
    direction,
    done: lines.filter(isDone).length,
    undone: undone.filter(isDone).length,
    ...(doubtful === undefined ? {} : { inDoubt: doubtful.subject }),
  };
}
