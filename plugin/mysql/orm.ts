import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { OrmDefaults, OrmFacts, OrmStatedType } from "../../src/plugin/orm.js";
import type { ColumnType } from "../../src/schema/column-type.js";

/** MySQL and MariaDB as TypeORM's drivers know them. */
export const orm: OrmFacts = {
  drivers: [{ type: "mysql" }, { type: "mariadb" }],
  probe: "SELECT 1",
  places: "database",
  columns: {
    enums: "column",
    arguments: "all",
    lengths: { varchar: 255, varbinary: 255 },
    numberFlags: true,
    knownType,
    counters: ["increment"],
    virtualColumns: true,
    charsets: true,
  },
  defaults: {
    numericTypes: [
      "tinyint",
      "smallint",
      "mediumint",
      "int",
      "bigint",
      "decimal",
      "float",
      "double",
      "year",
      "bit",
    ],
    roundsToScale: true,
    momentText: (moment) => moment.toISOString().replace("T", " ").replace("Z", ""),
    // TypeORM 0.3 takes any text with "now" in it for the current time.
    expressionsAsStated: true,
    split,
  },
  constraints: { doubleQuotedTexts: true },
  indexes: { kinds: true },
  tableOptions: ["engine"],
  records: {
    // The column "schema" holds the database's name.
    database: { column: "schema", expression: sqlExpression("DATABASE()"), of: "all" },
    wholeTableNames: true,
  },
};

/** Without a connection TypeORM does not know the server's version, and takes it for one without JSON and UUID. */
function knownType(column: OrmStatedType): ColumnType | undefined {
  if (column.type === "json") return { name: "json" };
  if (column.type !== "uuid") return undefined;
  if (column.driver === "mariadb") return { name: "uuid" };
  return { name: "varchar", length: column.length ?? (column.isGeneratedUuid ? 36 : 255) };
}

const touching =
  /^\s*(\S.*?)\s+on\s+update\s+((?:current_timestamp|now|localtime|localtimestamp)(?:\s*\(\s*\d*\s*\))?)\s*$/is;

/** TypeORM writes a default as it stands, so that `NOW() ON UPDATE NOW()` says both. */
function split(stated: string): ReturnType<NonNullable<OrmDefaults["split"]>> {
  const [, sql, onUpdate] = touching.exec(stated) ?? [];
  if (sql === undefined || onUpdate === undefined) return undefined;
  return { sql: /^null$/i.test(sql) ? undefined : sql, onUpdate };
}
