import type { Origin } from "../config/resolved-config.js";

/** An effective value, and where it came from. */
export type ConfigValue = {
  /** `fileTemplate`, `lock.timeout`, `databases.main.url`, `arguments.tenant`. */
  readonly key: string;
  /** As data: passwords masked, a function or a class by its name, `null` where nothing is set. */
  readonly value: unknown;
  readonly origin: ValueOrigin;
  /** The file, the flag or the variable; left out for a default. */
  readonly source?: string;
};

/**
 * `default`: Athanor's own; `file`: a file of the project; `environment`: the section that `-n` chose; `flag`: the command line;
 * `variable`: an environment variable; `option`: whoever called the library.
 */
export type ValueOrigin = Origin | "flag" | "variable";
