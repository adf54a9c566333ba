/** One way to take the values of a column whose type changes, where the two types alone do not decide. */
export type Reading = {
  /** The word that asks for it: `list`. */
  readonly as: string;
  /** What becomes of a value, as a clause: `a list with commas ("a,b" is {a,b})`. */
  readonly text: string;
  /** The conversion, and the one back. Left out: the dialect's own. */
  readonly using?: string;
  readonly reverseUsing?: string;
  /** Values that speak for it and for no other. Left out: none do. */
  readonly sign?: {
    /** The condition of such a value, over the column by the name that it has in the database. */
    readonly condition: string;
    /** The same as a clause: `every value has parts with commas between them`. */
    readonly text: string;
  };
};
