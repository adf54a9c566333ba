/** What a revision file says of itself. */
export type RevisionHeader = {
  readonly revision: string;
  /** None for a base, several for a merge. */
  readonly downRevision: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  /** ISO 8601. */
  readonly created: string;
};
