import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import { maskValue } from "../error/mask.js";
import type { Database } from "../plugin/database.js";
import { compact } from "../schema/compact.js";
import type { ConfigValue } from "./config-value.js";
import type { ProjectOptions } from "./project.js";

/** Every value of the environment, its databases first. */
export async function describeEnvironment(
  environment: ResolvedEnvironment,
  options: ProjectOptions,
): Promise<readonly ConfigValue[]> {
  const { databases, origin } = environment;
  const file = compact({ source: origin.file });
  const described = await Promise.all(
    Object.entries(databases).map(([name, database]) => describeDatabase(name, database)),
  );
  const from: Pick<ConfigValue, "origin" | "source"> =
    options.dataSource === undefined
      ? { origin: "file", ...file }
      : { origin: "flag", source: "--data-source" };
  return [
    ...(origin.file === undefined ? [] : [{ key: "env", value: origin.file, ...placed }]),
    ...described.flat().map((value) => ({ ...value, ...from })),
    ...settingsOf(environment).map(([key, value]): ConfigValue => {
      const isGiven = origin.keys.some((given) => key === given || key.startsWith(`${given}.`));
      const place = isGiven ? { origin: "file" as const, ...file } : { origin: "default" as const };
      return { key, value: maskValue(value) ?? null, ...place };
    }),
  ];
}

/** It is where the script location is. */
const placed = { origin: "default" } as const;

type Described = Pick<ConfigValue, "key" | "value">;

async function describeDatabase(name: string, database: Database): Promise<readonly Described[]> {
  const key = `databases.${name}`;
  try {
    const told = await database.describe?.();
    if (told === undefined) return [{ key, value: "[Database]" }];
    return [
      { key: `${key}.url`, value: maskValue(told.url) },
      { key: `${key}.options`, value: maskValue(told.options) },
    ];
  } finally {
    await database.close();
  }
}

/** What is asked of in the file, as it holds; durations in milliseconds. */
function settingsOf(environment: ResolvedEnvironment): readonly (readonly [string, unknown])[] {
  const { lock, plugins, rewrite } = environment;
  return [
    ["versionTable", environment.versionTable],
    ["versionTableSchema", environment.versionTableSchema],
    ["transaction", environment.transaction],
    ["lock.timeout", lock.timeout],
    ["lock.kind", lock.lease === undefined ? "session" : "row"],
    ["lock.lease", lock.lease],
    ["connectTimeout", environment.connectTimeout],
    ["lockTimeout", environment.lockTimeout],
    ["lockRetries", environment.lockRetries],
    ["statementTimeout", environment.statementTimeout],
    ["schemas", environment.schemas],
    ["includeName", environment.includeName],
    ["includeObject", environment.includeObject],
    ["compareType", environment.compareType],
    ["compareDefault", environment.compareDefault],
    ["compareComment", environment.compareComment],
    ["unmanaged", environment.unmanaged],
    ["rewrite", rewrite],
    ["renderItem", environment.renderItem],
    ["onVersionApply", environment.onVersionApply],
    ["renames", environment.renames],
    ["plugins", plugins.map(({ name }) => name)],
  ];
}
