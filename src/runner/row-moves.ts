import type { LogEntry } from "../plugin/version-store.js";

/** Changes of the version rows, and lines of the log, that wait for the end of their transaction: what cancels out is never written. */
export type RowMoves = {
  readonly add: (removes: readonly string[], inserts: readonly string[]) => void;
  readonly note: (line: LogEntry) => void;
  /** Takes out what is to be done now. */
  readonly take: () => {
    readonly removes: readonly string[];
    readonly inserts: readonly string[];
    readonly lines: readonly LogEntry[];
  };
};

export function createRowMoves(): RowMoves {
  const removes = new Set<string>();
  const inserts = new Set<string>();
  const lines: LogEntry[] = [];
  return {
    add: (gone, come) => {
      for (const row of gone) if (!inserts.delete(row)) removes.add(row);
      for (const row of come) if (!removes.delete(row)) inserts.add(row);
    },
    note: (line) => {
      lines.push(line);
    },
    take: () => {
      const taken = { removes: [...removes], inserts: [...inserts], lines: lines.splice(0) };
      removes.clear();
      inserts.clear();
      return taken;
    },
  };
}
