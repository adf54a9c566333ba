import type { RenameQuestion as Asked } from "../diff/candidate/question.js";
import type { Rename } from "../diff/rename.js";

/** Has something new been renamed from something old? */
export type RenameQuestion = {
  readonly kind: "rename";
  /** The database's name in `env.ts`; `"default"` where there is one only. */
  readonly database: string;
  readonly subject: Asked["subject"];
  /** What only the entities have: `people`, `users.fullName`. */
  readonly added: string;
  /** What only the database has, the likeliest first. */
  readonly candidates: readonly RenameChoice[];
  /** What to pass so that it is new: `--new users.fullName`. */
  readonly newFlag: string;
};

export type RenameChoice = {
  /** `users.name`. */
  readonly old: string;
  readonly rename: Rename;
  /** From 0 to 1; from 0.6 on a rename is likelier than not. */
  readonly score: number;
  readonly reasons: readonly string[];
  /** What to pass so that it is a rename: `--rename users.name:fullName`. */
  readonly flag: string;
};

/** What do the rows that are there get in a column that is required from now on? */
export type BackfillQuestion = {
  readonly kind: "backfill";
  readonly database: string;
  /** `users`. */
  readonly table: string;
  readonly column: string;
  /** The type, as people write it. */
  readonly type: string;
  /** Rows without a value. */
  readonly rows: number;
  /** Were only some of the rows looked at? Then there may be more. */
  readonly sampled: boolean;
  /** `--backfill users.country=EXPRESSION`. */
  readonly flag: string;
};

/** What do the values of a column mean whose type changes? Its type does not tell. */
export type ConversionQuestion = {
  readonly kind: "conversion";
  readonly database: string;
  /** `post`. */
  readonly table: string;
  readonly column: string;
  /** The types, as people write them. */
  readonly from: string;
  readonly to: string;
  /** The last is what is done where nobody answers. */
  readonly choices: readonly ConversionChoice[];
};

export type ConversionChoice = {
  /** `list`. */
  readonly as: string;
  /** `a list with commas, as simple-array keeps it ("a,b" is {a,b})`. */
  readonly text: string;
  /** `--convert post.tags=list`. */
  readonly flag: string;
};

/** What becomes of tables that were there before the first revision? */
export type BaselineQuestion = {
  readonly kind: "baseline";
  readonly database: string;
  /** Those of the entities' tables that the database has already. No revision makes them. */
  readonly tables: readonly string[];
  /** What writes them down as the first revision: `athanor revision --baseline -m "..."`. */
  readonly command: string;
  /** `--no-baseline`: the revision holds only the differences. */
  readonly flag: string;
};

export type BaselineChoice = "baseline" | "differences" | "stop";

export type Question = RenameQuestion | BackfillQuestion | ConversionQuestion | BaselineQuestion;

/** Asked once, of all databases. */
export type AskBaseline = (questions: readonly BaselineQuestion[]) => Promise<BaselineChoice>;

/** Gives the old thing; `undefined` where the new one is new. */
export type AskRename = (question: RenameQuestion) => Promise<RenameChoice | undefined>;

/** Gives the word of a choice; `undefined` for the last. */
export type AskConversion = (question: ConversionQuestion) => Promise<string | undefined>;

/** Gives a value or an expression, in the database's own SQL; `undefined` to leave the rows as they are. */
export type AskBackfill = (question: BackfillQuestion) => Promise<string | undefined>;
