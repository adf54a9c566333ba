import type { PostWriteHook } from "../directory/post-write-hook.js";

/** Where things are: what `athanor.config.ts` exports. */
export type Config = {
  /** Folder of `env.ts` and the revision template. Default `"migrations"`. */
  readonly scriptLocation?: string | undefined;
  /** Folders (or globs) of revision files. Default `<scriptLocation>/versions`. */
  readonly versionLocations?: readonly string[] | undefined;
  /** Default false. */
  readonly recursiveVersionLocations?: boolean | undefined;
  /** Tokens: rev slug epoch year month day hour minute second. Default `"{rev}_{slug}"`. */
  readonly fileTemplate?: string | undefined;
  /** An IANA name, or `"utc"`, the default. */
  readonly timezone?: string | undefined;
  /** Default 40. */
  readonly truncateSlugLength?: number | undefined;
  readonly postWriteHooks?: readonly PostWriteHook[] | undefined;
  /** Named variants, chosen with `-n`; each overrides what it names. */
  readonly environments?: Readonly<Record<string, Omit<Config, "environments">>> | undefined;
};

export type ConfigDefinition = Config | (() => Config | Promise<Config>);

/** Types the default export of `athanor.config.ts`; gives it back unchanged. */
export function defineConfig(definition: ConfigDefinition): ConfigDefinition {
  return definition;
}
