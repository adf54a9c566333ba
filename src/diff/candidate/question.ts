import type { Rename } from "../rename.js";
import type { Likeness } from "./likeness.js";

/** One old thing that may have got the new name. */
export type Candidate<Kind extends Rename = Rename> = Likeness & { readonly rename: Kind };

/** Something that only the entities have, and what of the database it may be under a new name. */
export type RenameQuestion = {
  readonly subject: "table" | "column" | "value";
  /** Where it is: the table of a column, the enumeration of a value. */
  readonly within?: string;
  readonly added: string;
  /** The likeliest first; never empty. */
  readonly candidates: readonly Candidate[];
};

/** What is less likely than this is not worth a question. */
export const least = 0.4;

/** From here on a rename is likelier than not. */
export const likely = 0.6;

const most = 5;

/** The candidates worth asking about, the likeliest first. */
export function worthAsking(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .filter(({ score }) => score >= least)
    .sort((left, right) => right.score - left.score)
    .slice(0, most);
}

/** Questions that can be asked, the surest first: an answer takes its old thing from those that follow. */
export function inOrder(questions: readonly RenameQuestion[]): readonly RenameQuestion[] {
  const best = ({ candidates }: RenameQuestion): number => candidates[0]?.score ?? 0;
  return questions
    .filter(({ candidates }) => candidates.length > 0)
    .sort((left, right) => best(right) - best(left));
}
