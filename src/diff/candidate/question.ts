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
export function worthAsking(
  candidates: readonly Candidate[],
  isAnyway: (candidate: Candidate) => boolean = () => false,
): readonly Candidate[] {
  return candidates
    .filter((candidate) => candidate.score >= least || isAnyway(candidate))
    .sort((left, right) => right.score - left.score)
    .slice(0, most);
}

/**
 * Questions that can be asked, the surest first: an answer takes its old thing from those that follow. What is likely to
 * have become something else is no longer likely to be this.
 */
export function inOrder(questions: readonly RenameQuestion[]): readonly RenameQuestion[] {
  const best = ({ candidates }: RenameQuestion): number => candidates[0]?.score ?? 0;
  const surest = questions
    .filter(({ candidates }) => candidates.length > 0)
    .sort((left, right) => best(right) - best(left));
  const claimed = new Set<string>();
  return surest.map((question) => {
    const candidates = question.candidates
      .map((each) => (claimed.has(oldKey(each)) ? unlikely(each) : each))
      .sort((left, right) => right.score - left.score);
    const [first] = candidates;
    if (first !== undefined && first.score >= likely) claimed.add(oldKey(first));
    return { ...question, candidates };
  });
}

function oldKey({ rename }: Candidate): string {
  const within = rename.kind === "column" ? rename.table : rename.kind === "value" && rename.of;
  return JSON.stringify([within, rename.from]);
}

function unlikely(candidate: Candidate): Candidate {
  return { ...candidate, score: Math.min(candidate.score, likely - 0.01) };
}
