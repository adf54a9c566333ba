import { prompt, type Streams } from "./prompt.js";

/** Asks a person at a terminal to choose one of several. */
export function choose(
  question: string,
  candidates: readonly string[],
  streams?: Streams,
): Promise<string> {
  const choices = candidates.map((value) => ({ value }));
  return prompt(({ select }) => select({ message: question, choices }, streams));
}
