import { planStamp } from "../revision/stamp.js";
import { stamp as setRows, type StampResult as StampedDatabase } from "../runner/stamp.js";
import { acceptOptions } from "../project/accept-options.js";
import {
  runKinds,
  eachDatabase,
  targetOf,
  type DatabaseAccess,
  type RunOptions,
} from "../project/database-access.js";
import {
  projectKinds,
  openProject,
  type ProjectOptions,
  type TagOption,
} from "../project/project.js";
import { refuseRelative } from "../project/relative-target.js";

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
 * @throws AthanorError `NO_TARGET`, `OVERLAPPING_TARGETS`, `UNKNOWN_ROW`, and what resolving a target throws.
 * @example
 * await stamp({ targets: ["head"] });
 */
export async function stamp(options: StampOptions): Promise<StampResult> {
  await acceptOptions("stamp", options, {
    ...projectKinds,
    ...runKinds,
    tag: "text",
    targets: "texts",
    purge: "flag",
  });
  const project = await openProject(options, "stamp");
  const { graph } = await project.history();
  const { targets, purge = false } = options;
  await refuseRelative(project, { command: "stamp", targets, run: options });
  const work = (access: DatabaseAccess): Promise<StampedDatabase> =>
    setRows({
      ...targetOf(project, access, options),
      rows: (present) => planStamp(graph, present, targets, { purge }).rows,
    });
  const databases = await eachDatabase(project, work, options);
  return { databases };
}
