import { planStamp } from "../revision/stamp.js";
import { stamp as setRows, type StampResult as StampedDatabase } from "../runner/stamp.js";
import { eachDatabase, targetOf, type RunOptions } from "./database-access.js";
import { openProject, type ProjectOptions, type TagOption } from "./project.js";

export type StampOptions = ProjectOptions &
  TagOption &
  RunOptions & {
    /** Relative identifiers work. */
    readonly targets: readonly string[];
    /** Forgets all rows first, whatever they are. */
    readonly purge?: boolean;
  };

export type StampResult = { readonly databases: readonly StampedDatabase[] };

/**
 * Sets the version rows without running anything.
 *
 * @throws AthanorError `OVERLAPPING_TARGETS`, `UNKNOWN_ROW`, and what resolving a target throws.
 * @example
 * await stamp({ targets: ["head"] });
 */
export async function stamp(options: StampOptions): Promise<StampResult> {
  const project = await openProject(options, "stamp");
  const { graph } = await project.history();
  const { targets, purge = false } = options;
  const databases = await eachDatabase(project, (access) =>
    setRows({
      ...targetOf(project, access, options),
      rows: (present) => planStamp(graph, present, targets, { purge }).rows,
    }),
  );
  return { databases };
}
