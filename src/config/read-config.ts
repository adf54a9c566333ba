import { basename, extname } from "node:path";
import type { FileSystem } from "../directory/file-system.js";
import type { Loader } from "../loading/load-module.js";
import { AthanorError } from "../error/athanor-error.js";
import type { Config } from "./config.js";
import { validate } from "./validate.js";
import { messageOf } from "../error/thrown.js";

async function readJson(path: string, fileSystem: FileSystem): Promise<Record<string, unknown>> {
  const text = await fileSystem.readFile(path, "utf8");
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new AthanorError({
      code: "SYNTAX_ERROR",
      message: `"${path}" is not valid JSON: ${messageOf(cause)}.`,
      suggestions: [`Correct ${path}.`],
      facts: { file: path },
      cause,
    });
  }
}

async function readDefault(path: string, loader: Loader): Promise<unknown> {
  const exported = (await loader.load(path))["default"];
  return loader.run(path, () =>
    typeof exported === "function" ? (exported as () => unknown)() : exported,
  );
}

/** The world that a configuration is read from. */
export type ConfigSource = { readonly loader: Loader; readonly fileSystem: FileSystem };

/**
 * What a configuration file holds, validated.
 *
 * @throws AthanorError `UNKNOWN_KEY`, `INVALID_VALUE`, `SYNTAX_ERROR`, or what loading throws.
 */
export async function readConfig(path: string, source: ConfigSource): Promise<Config> {
  const json = extname(path) === ".json" ? await readJson(path, source.fileSystem) : undefined;
  const held =
    basename(path) === "package.json"
      ? json?.["athanor"]
      : (json ?? (await readDefault(path, source.loader)));
  // The schema brings the whole of the validator: only who has a file pays for it.
  const { configSchema } = await import("./config-schema.js");
  validate(configSchema, held, { kind: "file", name: "the configuration", file: path });
  return held;
}
