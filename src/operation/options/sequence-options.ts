/** A count that may exceed what a JavaScript number holds exactly: then give it as text or as a bigint. */
export type SequenceCount = number | string | bigint;

/** A sequence as a revision file writes it; what is left out is the database's default. */
export type SequenceOptions = {
  readonly start?: SequenceCount;
  readonly increment?: SequenceCount;
  readonly minimum?: SequenceCount;
  readonly maximum?: SequenceCount;
  readonly cache?: SequenceCount;
  /** Default false. */
  readonly cycle?: boolean;
};
