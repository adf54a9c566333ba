import { AthanorError } from "../../src/error/athanor-error.js";

/** The database products that TypeORM's types stand for. */
export type Family = "postgres" | "sqlite";

const families: Readonly<Record<string, Family>> = {
  postgres: "postgres",
  "better-sqlite3": "sqlite",
  sqlite: "sqlite",
};

/** Types of TypeORM that a release of Athanor is planned to know. */
const planned: readonly string[] = ["mysql", "mariadb"];

/** Which product a data source type means. Throws `UNSUPPORTED_DATABASE`. */
export function familyOf(type: string): Family {
  const family = families[type];
  if (family !== undefined) return family;
  const supported = Object.keys(families);
  const list = supported.map((name) => `"${name}"`).join(", ");
  const rule = planned.includes(type)
    ? `is not supported yet; so far these are: ${list}.`
    : `is not supported; these are: ${list}.`;
  throw new AthanorError({
    code: "UNSUPPORTED_DATABASE",
    message: `The data source type "${type}" ${rule}`,
    suggestions: [`Give the data source one of these types: ${supported.join(", ")}`],
    facts: { type, supported },
  });
}
