type Streams = {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
};

/** Asks a person at a terminal to choose one of several. */
export async function choose(
  question: string,
  candidates: readonly string[],
  streams?: Streams,
): Promise<string> {
  const { select } = await import("@inquirer/prompts");
  const choices = candidates.map((value) => ({ value }));
  return select({ message: question, choices }, streams);
}
