import type { Origin, Settings } from "../config/resolved-config.js";
import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import { hasCode } from "../error/athanor-error.js";
import { isSecretName, masked, maskValue } from "../error/mask.js";
import { acceptOptions } from "../project/accept-options.js";
import type { ConfigValue, ValueOrigin } from "../project/config-value.js";
import { describeEnvironment } from "../project/describe-environment.js";
import {
  projectKinds,
  openProject,
  type Project,
  type ProjectOptions,
} from "../project/project.js";

export type ConfigResult = {
  readonly values: readonly ConfigValue[];
  readonly notes: readonly string[];
};

/**
 * Every effective value of the configuration and of the environment, and where it came from. Connects to nothing.
 *
 * @throws AthanorError what reading the configuration and running `env.ts` throw.
 * @example
 * const { values } = await config();
 * values.find(({ key }) => key === "scriptLocation");
 */
export async function config(options: ProjectOptions = {}): Promise<ConfigResult> {
  await acceptOptions("config", options, { ...projectKinds });
  const project = await openProject(options, "config");
  const environment = await environmentOf(project);
  const found = environment === undefined ? [] : await describeEnvironment(environment, options);
  const notes =
    environment === undefined
      ? [`There is no env.ts in "${project.config.scriptLocation}", and no data source was named.`]
      : [];
  const values = [...placeValues(project, options), ...settingValues(project), ...found];
  return { values: [...values, ...argumentValues(project)], notes };
}

async function environmentOf(project: Project): Promise<ResolvedEnvironment | undefined> {
  try {
    return await project.environment();
  } catch (error) {
    if (hasCode(error, "ENVIRONMENT_NOT_FOUND")) return undefined;
    throw error;
  }
}

/** How the configuration was found. */
function placeValues(
  { config: resolved, world }: Project,
  options: ProjectOptions,
): readonly ConfigValue[] {
  const { file, environmentName, root } = resolved;
  const [origin, source]: readonly [ValueOrigin, string?] =
    options.config !== undefined
      ? ["flag", "--config"]
      : world.env.ATHANOR_CONFIG
        ? ["variable", "ATHANOR_CONFIG"]
        : ["default"];
  return [
    { key: "config", value: file ?? null, origin, ...(source === undefined ? {} : { source }) },
    { key: "root", value: root, origin: "default" },
    ...(environmentName === undefined
      ? []
      : [{ key: "name", value: environmentName, origin: "flag", source: "--name" } as const]),
  ];
}

function settingValues({ config: resolved }: Project): readonly ConfigValue[] {
  const keys = Object.keys(resolved.origins) as (keyof Settings)[];
  return keys.map((key) => {
    const origin = resolved.origins[key];
    const value = maskValue(resolved[key]);
    return { key, value, origin, ...sourceOf(origin, resolved) };
  });
}

function sourceOf(
  origin: Origin,
  { file = "", environmentName = "" }: Project["config"],
): { readonly source?: string } {
  if (origin === "file") return { source: file };
  return origin === "environment" ? { source: `environments.${environmentName} of ${file}` } : {};
}

function argumentValues({ arguments: given }: Project): readonly ConfigValue[] {
  return Object.entries(given).map(([name, text]) => ({
    key: `arguments.${name}`,
    value: isSecretName(name) ? masked : maskValue(text),
    origin: "flag",
    source: "-x",
  }));
}
