import { AthanorError } from "../error/athanor-error.js";
import type { ResolvedEnvironment } from "./resolved-environment.js";
import { nearest } from "./validate.js";

/**
 * The environment with these of its databases only, in the environment's own order. Without names: all of them.
 *
 * @throws AthanorError `UNKNOWN_DATABASE`.
 */
export function chooseDatabases(
  environment: ResolvedEnvironment,
  names: readonly string[] | undefined,
): ResolvedEnvironment {
  const { databases, named } = environment;
  const chosen = chooseNames(named ? Object.keys(databases) : [], names);
  if (!named) return environment;
  const entries = Object.entries(databases).filter(([name]) => chosen.includes(name));
  return { ...environment, databases: Object.fromEntries(entries) };
}

/**
 * These of the names that an environment gives its databases, in its own order. Without any: all of them.
 *
 * @param known empty where there is one database, without a name
 * @throws AthanorError `UNKNOWN_DATABASE`.
 */
export function chooseNames(
  known: readonly string[],
  names: readonly string[] = [],
): readonly string[] {
  for (const name of names) if (!known.includes(name)) throw unknownDatabase(name, known);
  return names.length === 0 ? known : known.filter((name) => names.includes(name));
}

function unknownDatabase(name: string, known: readonly string[]): AthanorError {
  const likely = nearest(name, known) ?? known[0];
  const listed = known.map((each) => `"${each}"`).join(", ");
  return new AthanorError({
    code: "UNKNOWN_DATABASE",
    message:
      likely === undefined
        ? `There is no database "${name}": the environment has one only, and gives it no name.`
        : `There is no database "${name}" in the environment: its databases are ${listed}.`,
    suggestions: [
      likely === undefined
        ? `databases: { ${JSON.stringify(name)}: typeorm(dataSource) }`
        : `--database ${likely}`,
    ],
    facts: { name, known },
  });
}
