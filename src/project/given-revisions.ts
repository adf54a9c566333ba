import type { RevisionFunctions } from "../revision/revision-module.js";
import type { Revision } from "../revision/revision.js";

/** What a revision file exports: `import * as users from "./migrations/versions/4f1d2c3b5a69_users.js"`. */
export type GivenRevision = {
  readonly revision: string;
  readonly downRevision: string | readonly string[] | null;
  readonly branchLabels?: readonly string[];
  readonly dependsOn?: string | readonly string[] | null;
  readonly upgrade: RevisionFunctions;
  readonly downgrade: RevisionFunctions;
  /** `false`: no transaction around it. */
  readonly transaction?: boolean;
};

/** The revision as the graph knows it. What only its comment says is not known. */
export function readGiven(given: GivenRevision): Revision {
  return {
    id: given.revision,
    down: listOf(given.downRevision),
    labels: given.branchLabels ?? [],
    dependsOn: listOf(given.dependsOn),
    message: "",
    created: "",
    path: `the module of ${given.revision}`,
  };
}

function listOf(given: string | readonly string[] | null | undefined): readonly string[] {
  if (typeof given === "string") return [given];
  return given ?? [];
}
