/** A revision as its header tells it: a node of the history graph. */
export type Revision = {
  readonly id: string;
  /** `downRevision`: none for a base, several for a merge. */
  readonly down: readonly string[];
  readonly labels: readonly string[];
  /** As written: ids, partial ids, labels or tags. */
  readonly dependsOn: readonly string[];
  readonly message: string;
  /** ISO 8601. Empty where the header does not tell. */
  readonly created: string;
  /** For messages; the graph never opens it. */
  readonly path: string;
  /** Of what the file does, whatever its formatting, its comments and its place. Left out: not known. */
  readonly checksum?: string;
};
