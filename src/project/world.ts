import { readFileSync, statSync } from "node:fs";
import * as promises from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { resolve } from "node:path";
import { runCommand, type RunCommand } from "../directory/command.js";
import { runEditor, type RunEditor } from "../directory/editor.js";
import type { FileSystem } from "../directory/file-system.js";
import { packageVersion } from "./package-folder.js";

/** What the actions take from outside: the clock, the file system, chance, and who is at work. */
export type World = {
  /** Absolute path of the working directory. */
  readonly cwd: string;
  readonly fileSystem: FileSystem;
  /** Reads a small file at once: a thousand revisions are read one by one, and waiting for each would take longer. */
  readonly readBytes: (path: string) => Uint8Array;
  readonly now: () => Date;
  /** As `Math.random`. */
  readonly random: () => number;
  /** `deploy@web-1`. */
  readonly user: string;
  /** Version of Athanor. */
  readonly version: string;
  readonly env: {
    readonly ATHANOR_CONFIG?: string | undefined;
    readonly VISUAL?: string | undefined;
    readonly EDITOR?: string | undefined;
  };
  /** Runs the post-write hooks. */
  readonly runCommand: RunCommand;
  /** Opens the person's editor. */
  readonly runEditor: RunEditor;
  /** Absolute path of a folder of the user's and of this version of Athanor, for what was read before. Left out: nothing is remembered. */
  readonly cacheFolder?: string;
};

/** The world as it is. What `given` holds takes the place of it. */
export function createWorld(given: Partial<World> = {}): World {
  return {
    cwd: resolve("."),
    fileSystem: { ...promises, statSync },
    readBytes: (path) => readFileSync(path),
    now: () => new Date(),
    random: Math.random,
    user: userAndHost(),
    version: packageVersion(),
    env: {},
    runCommand,
    runEditor,
    ...given,
  };
}

/** A container may run as a user that has no name. */
function userAndHost(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return hostname();
  }
}
