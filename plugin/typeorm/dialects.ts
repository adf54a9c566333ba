import { AthanorError } from "../../src/error/athanor-error.js";
import type { Dialect } from "../../src/plugin/dialect.js";
import type { OrmFacts } from "../../src/plugin/orm.js";

/** A dialect, a promise of one, or a function that loads one when it is first needed. */
export type DialectInput = Dialect | Promise<Dialect> | (() => Dialect | Promise<Dialect>);

/** A dialect that says what TypeORM makes of it. */
export type OrmDialect = Dialect & { readonly orm: OrmFacts };

/** Athanor's own dialects, by the types of data source that they serve; each is loaded when it is needed. */
const own: Readonly<Record<string, () => Promise<Dialect>>> = {
  postgres: async () => (await import("../postgres/index.js")).postgres,
  "better-sqlite3": async () => (await import("../sqlite/index.js")).sqlite,
  sqlite: async () => (await import("../sqlite/index.js")).sqlite,
  mysql: async () => (await import("../mysql/index.js")).mysql,
  mariadb: async () => (await import("../mysql/index.js")).mysql,
};

/** The given dialect, or Athanor's own for this type of data source. Throws `UNSUPPORTED_DATABASE` where it does not serve the type. */
export async function dialectFor(
  type: string,
  given: DialectInput | undefined,
): Promise<OrmDialect> {
  const load = given ?? own[type];
  if (load === undefined) throw unknownType(type);
  const dialect = await (typeof load === "function" ? load() : load);
  if (!serves(dialect, type)) throw notServed(type, dialect);
  return dialect;
}

function serves(dialect: Dialect, type: string): dialect is OrmDialect {
  return dialect.orm?.drivers.some((driver) => driver.type === type) === true;
}

function unknownType(type: string): AthanorError {
  const supported = Object.keys(own);
  const list = supported.map((name) => `"${name}"`).join(", ");
  return new AthanorError({
    code: "UNSUPPORTED_DATABASE",
    message: `The data source type "${type}" is not supported; these are: ${list}.`,
    suggestions: [
      `Give the data source one of these types: ${supported.join(", ")}`,
      "Give typeorm() a dialect that serves it: typeorm(dataSource, { dialect })",
    ],
    facts: { type, supported },
  });
}

function notServed(type: string, { name, orm }: Dialect): AthanorError {
  const supported = orm?.drivers.map((driver) => driver.type) ?? [];
  return new AthanorError({
    code: "UNSUPPORTED_DATABASE",
    message: `The dialect "${name}" does not serve data sources of type "${type}".`,
    suggestions: [
      supported.length === 0
        ? `Let the dialect say what TypeORM makes of it: orm: { drivers: [{ type: "${type}" }], ... }`
        : `Give the data source one of these types: ${supported.join(", ")}`,
    ],
    facts: { type, dialect: name, supported },
  });
}
