import { AthanorError } from "../../src/error/athanor-error.js";

/** What does not hold, a line each. */
export type Findings = {
  readonly lines: readonly string[];
  readonly add: (line: string) => void;
  /** Notes what is there and should not be; nothing where there is nothing. */
  readonly report: (title: string, surplus: readonly string[]) => void;
  /** Notes what only one of the two lists has. */
  readonly same: (title: string, found: readonly string[], expected: readonly string[]) => void;
};

export function createFindings(): Findings {
  const lines: string[] = [];
  const report: Findings["report"] = (title, surplus) => {
    if (surplus.length > 0) lines.push(`${title}: ${surplus.slice(0, 6).join("; ")}`);
  };
  return {
    lines,
    add: (line) => lines.push(line),
    report,
    same: (title, found, expected) => {
      const [mine, theirs] = [new Set(found), new Set(expected)];
      const lacks = expected.filter((line) => !mine.has(line)).map((line) => `- ${line}`);
      const extra = found.filter((line) => !theirs.has(line)).map((line) => `+ ${line}`);
      report(`not as ${title}`, [...lacks, ...extra]);
    },
  };
}

export function failureText(failure: unknown): string {
  if (!(failure instanceof AthanorError)) return String((failure as Error).stack ?? failure);
  const { sql, detail } = failure.facts;
  return [failure.code, failure.message, sql, detail]
    .filter((part) => part !== undefined)
    .join(" | ");
}
