import { AthanorError } from "../../src/error/athanor-error.js";

/** `DRIVER_MISSING` for TypeORM's complaint about a package that is not installed; any other error unchanged. */
export function toDriverFailure(error: unknown, type: string): unknown {
  if (!(error instanceof Error) || error.name !== "DriverPackageNotInstalledError") return error;
  const name = packages[type] ?? packageIn(error) ?? type;
  return new AthanorError({
    code: "DRIVER_MISSING",
    message: `The data source is of type "${type}", which needs the package "${name}". It is not installed, or it cannot be loaded.`,
    suggestions: [`npm install ${name}`],
    facts: { type, package: name },
    cause: error,
  });
}

/** The package that carries each type of TypeORM data source, where it is not called like the type. */
const packages: Readonly<Record<string, string>> = {
  postgres: "pg",
  sqlite: "sqlite3",
  mysql: "mysql2",
  mariadb: "mysql2",
};

/** TypeORM's complaint names it. */
export function packageIn(error: unknown): string | undefined {
  const words = error instanceof Error ? error.message : "";
  return /npm install ([\w@/.-]*[\w-])/.exec(words)?.[1];
}
