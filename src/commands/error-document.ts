import { maskSecrets } from "../error/mask.js";

/** What a failure is made of, as far as it is told: ours, or the command line's own. */
type Failure = Error & {
  readonly code?: unknown;
  readonly suggestions?: unknown;
  readonly facts?: unknown;
  readonly oclif?: unknown;
};

/** What `--json` prints of a failure. Wrong usage has the code `WRONG_USAGE`. */
export function errorDocument(failure: Failure): unknown {
  const { message, suggestions, facts } = failure;
  const code = usageExit(failure) === undefined ? failure.code : "WRONG_USAGE";
  return { error: maskTexts({ code, message, suggestions, facts }) };
}

/** As JSON would have it, the passwords in all of its texts masked. */
function maskTexts(document: object): unknown {
  const mask = (_key: string, value: unknown): unknown =>
    typeof value === "string" ? maskSecrets(value) : value;
  return JSON.parse(JSON.stringify(document, mask)) as unknown;
}

/** The exit code of wrong usage; `undefined` for any other failure. */
export function usageExit({ oclif }: Failure): number | undefined {
  if (typeof oclif !== "object" || oclif === null) return undefined;
  const exit: unknown = Reflect.get(oclif, "exit");
  return typeof exit === "number" ? exit : 2;
}

/** For a command that does not exist, and so cannot print it. */
export function printUsageError(failure: Error, exitCode: number): void {
  console.log(JSON.stringify(errorDocument(failure), undefined, 2));
  process.exitCode = exitCode;
}
