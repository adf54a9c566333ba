/** How much speaks for one thing being another under a new name. */
export type Likeness = {
  /** From 0, nothing, to 1, everything. */
  readonly score: number;
  /** Plain clauses, the weightiest first: `same type`. */
  readonly reasons: readonly string[];
};

/** One thing that speaks for it: how much of it there is, and how much it counts. */
export type Evidence = {
  /** From 0 to 1. */
  readonly degree: number;
  readonly weight: number;
  /** Said where there is more of it than not. */
  readonly reason: string;
};

/** The weights add up to 1. */
export function weigh(evidence: readonly Evidence[]): Likeness {
  const score = evidence.reduce((sum, { degree, weight }) => sum + degree * weight, 0);
  const told = evidence
    .filter(({ degree }) => degree > 0.5)
    .sort((left, right) => right.degree * right.weight - left.degree * left.weight);
  return weighed(
    score,
    told.map(({ reason }) => reason),
  );
}

export function weighed(score: number, reasons: readonly string[]): Likeness {
  return { score: round(score), reasons };
}

/** What the ORM remembers outweighs what the eye sees, short of certainty. */
export function remembered({ score, reasons }: Likeness, reason: string | undefined): Likeness {
  if (reason === undefined) return { score, reasons };
  return weighed(0.9 + score / 10, [reason, ...reasons]);
}

function round(score: number): number {
  return Math.round(score * 100) / 100;
}
