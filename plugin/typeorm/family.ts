import { AthanorError } from "../../src/error/athanor-error.js";

/** The database products that TypeORM's types stand for. */
export type Family = "postgres" | "sqlite" | "mysql";

const families: Readonly<Record<string, Family>> = {
  postgres: "postgres",
  "better-sqlite3": "sqlite",
  sqlite: "sqlite",
  mysql: "mysql",
  mariadb: "mysql",
};

/** Which product a data source type means. Throws `UNSUPPORTED_DATABASE`. */
export function familyOf(type: string): Family {
  const family = families[type];
  if (family !== undefined) return family;
  const supported = Object.keys(families);
  const list = supported.map((name) => `"${name}"`).join(", ");
  throw new AthanorError({
    code: "UNSUPPORTED_DATABASE",
    message: `The data source type "${type}" is not supported; these are: ${list}.`,
    suggestions: [`Give the data source one of these types: ${supported.join(", ")}`],
    facts: { type, supported },
  });
}
