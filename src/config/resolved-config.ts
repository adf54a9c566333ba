import type { PostWriteHook } from "../directory/post-write-hook.js";

/** Where a value came from: Athanor's default, the file, the named environment in the file, or the caller of the library. */
export type Origin = "default" | "file" | "environment" | "option";

/** The settings of `athanor.config.*`, complete, with absolute paths. */
export type Settings = {
  /** Folder of `env.ts` and the revision template. */
  readonly scriptLocation: string;
  /** Folders, or globs of folders, of revision files. */
  readonly versionLocations: readonly string[];
  readonly recursiveVersionLocations: boolean;
  readonly fileTemplate: string;
  readonly timezone: string;
  readonly truncateSlugLength: number;
  readonly postWriteHooks: readonly PostWriteHook[];
  readonly destructive: "allow" | "warn" | "refuse";
};

export type ResolvedConfig = Settings & {
  /** The folder that relative paths mean: the file's own, or the working directory where there is no file. */
  readonly root: string;
  /** Absolute path of the file; left out where there is none. */
  readonly file?: string;
  /** The name chosen with `-n`. */
  readonly environmentName?: string;
  readonly origins: Readonly<Record<keyof Settings, Origin>>;
};
