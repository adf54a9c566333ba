/** A count that may exceed what a JavaScript number holds exactly: then give it as text or as a bigint. */
export type SequenceCount = number | string | bigint;

/** How a sequence counts; what is left out is the database's default. */
export type CountingOptions = {
  readonly start?: SequenceCount;
  readonly increment?: SequenceCount;
  readonly minimum?: SequenceCount;
  readonly maximum?: SequenceCount;
  readonly cache?: SequenceCount;
  /** Default false. */
  readonly cycle?: boolean;
};

/** A sequence as a revision file writes it; what is left out is the database's default. */
export type SequenceOptions = CountingOptions & {
  /** The type of its numbers: `"smallint"`, `"integer"`. Default `"bigint"`. */
  readonly type?: string;
};

/** What an existing sequence becomes. What is left out stays; `null` means the database's default. */
export type SequenceChange = {
  readonly [Key in keyof SequenceOptions]?: SequenceOptions[Key] | null;
};
