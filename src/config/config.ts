import type { PostWriteHook } from "../directory/post-write-hook.js";

/** Where things are, and how revision files are written: what a named environment may hold too. */
export type ConfigSettings = {
  /**
   * folder of `env.ts`, the revision template and `tags.json`
   *
   * @defaultValue `"migrations"`
   */
  readonly scriptLocation?: string | undefined;
  /**
   * folders of revision files; globs work
   *
   * @defaultValue `["<scriptLocation>/versions"]`
   */
  readonly versionLocations?: readonly string[] | undefined;
  /**
   * read their sub-folders too
   *
   * @defaultValue `false`, or `true` where `fileTemplate` has sub-folders
   */
  readonly recursiveVersionLocations?: boolean | undefined;
  /**
   * name of a new file without its ending, with sub-folders where it has a `/`; tokens `{rev} {slug} {epoch} {year} {month} {day}
   * {hour} {minute} {second}`
   *
   * @defaultValue `"{rev}_{slug}"`
   */
  readonly fileTemplate?: string | undefined;
  /**
   * of `Created:` and the tokens: `"utc"`, `"local"` or an IANA name
   *
   * @defaultValue `"utc"`
   */
  readonly timezone?: string | undefined;
  /**
   * longest slug, in characters
   *
   * @defaultValue `40`
   */
  readonly truncateSlugLength?: number | undefined;
  /**
   * commands that run on each new file, one after the other, in the folder of the configuration. `{file}` is its path. No shell
   * runs them. The first that fails fails the command; the file stays
   *
   * @defaultValue `[]`
   */
  readonly postWriteHooks?: readonly PostWriteHook[] | undefined;
  /**
   * what becomes of operations that destroy values of rows that are there: `"allow"` runs them; `"warn"` asks at a terminal, and
   * without one takes `--allow-destructive`; `"refuse"` takes that flag always
   *
   * @defaultValue `"warn"`
   */
  readonly destructive?: "allow" | "warn" | "refuse" | undefined;
};

/** What `athanor.config.*` exports. */
export type Config = ConfigSettings & {
  /** named variants, chosen with `-n NAME`; each overrides the keys it names, and may hold all of them but `environments` */
  readonly environments?: Readonly<Record<string, ConfigSettings>> | undefined;
};

export type ConfigDefinition = Config | (() => Config | Promise<Config>);

/** Types the default export of `athanor.config.ts`; gives it back unchanged. */
export function defineConfig(definition: ConfigDefinition): ConfigDefinition {
  return definition;
}
