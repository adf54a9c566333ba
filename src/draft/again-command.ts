import { compact } from "../schema/compact.js";
import type { AutogenerateOptions } from "./autogenerate.js";
import type { NewRevisionOptions } from "./new-revision.js";
import { forShell } from "../compare/rename-option.js";

/** The options of a run that another run needs as well. */
export type AgainOptions = Pick<
  AutogenerateOptions,
  "rename" | "new" | "backfill" | "convert" | "split"
> &
  Pick<NewRevisionOptions, "message" | "head" | "versionPath" | "revId"> & {
    readonly database?: readonly string[];
    readonly rehearse?: boolean;
    readonly replace?: boolean;
    readonly strict?: boolean;
    readonly baseline?: boolean;
  };

/**
 * The command that writes the revision once more, with the answers that have been given; another answer is added behind it.
 *
 * @param answers flags: what was answered when asked
 */
export function againCommand(options: AgainOptions, answers: readonly string[]): string {
  const { replace, head, rehearse, strict, message, versionPath, revId, database } = options;
  const { rename, new: fresh, backfill, convert, split } = options;
  const single = compact({ head, message, "version-path": versionPath, "rev-id": revId });
  const several = compact({ database, rename, new: fresh, backfill, convert });
  return [
    "athanor revision --autogenerate",
    ...Object.entries({ replace, rehearse, strict, split }).flatMap(([flag, isOn]) =>
      isOn === true ? [`--${flag}`] : [],
    ),
    ...(options.baseline === false ? ["--no-baseline"] : []),
    ...Object.entries(single).map(([flag, value]) => `--${flag} ${forShell(value)}`),
    ...Object.entries(several).flatMap(([flag, values]) =>
      values.map((value) => `--${flag} ${forShell(value)}`),
    ),
    ...answers,
  ].join(" ");
}
