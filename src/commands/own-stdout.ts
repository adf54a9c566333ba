/** Standard output while a command runs. */
export type OwnStdout = {
  /** What is printed meanwhile is the command's own. */
  readonly print: <Result>(body: () => Result) => Result;
  /** Gives it back. */
  readonly release: () => void;
};

/**
 * Keeps stdout for results: what the user's code prints there, by `console` or by `process.stdout`, goes to stderr, so that
 * a document stays one.
 */
export function ownStdout(): OwnStdout {
  const { stdout, stderr } = process;
  const own = stdout.write;
  const divert = stderr.write.bind(stderr);
  stdout.write = divert;
  return {
    print: (body) => {
      stdout.write = own;
      try {
        return body();
      } finally {
        stdout.write = divert;
      }
    },
    release: () => {
      stdout.write = own;
    },
  };
}

/** Waits until all that was written has been taken, or nobody takes it any more. */
export async function drained(): Promise<void> {
  const streams = [process.stdout, process.stderr];
  const waits = streams.map((stream) => new Promise((resolve) => stream.write("", resolve)));
  await Promise.all(waits);
}
