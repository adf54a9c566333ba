import { compact } from "../../src/schema/compact.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { Family } from "./family.js";
import { enumTypeName } from "./enum-type.js";
import type { OrmColumn } from "./orm.js";
import type { Reading } from "./reading.js";

/** The type of a column, with the arguments that TypeORM itself would write for it. */
export function readColumnType(
  column: OrmColumn,
  table: QualifiedName,
  reading: Reading,
): ColumnType {
  return byFamily[reading.family](column, table, reading);
}

const byFamily: Readonly<Record<Family, typeof readColumnType>> = {
  postgres: readPostgresType,
  sqlite: readSqliteType,
  mysql: readMysqlType,
};

function readPostgresType(column: OrmColumn, table: QualifiedName, reading: Reading): ColumnType {
  const { driver } = reading.dataSource;
  const name = driver.normalizeType(column);
  const array = column.isArray ? true : undefined;
  if (name === "enum") return compact({ name, enumName: enumTypeName(column, table), array });
  if (driver.spatialTypes.includes(name)) return compact({ name, ...spatial(column), array });
  const length = driver.withLengthColumnTypes.includes(name) ? lengthOf(column) : undefined;
  if (length !== undefined) return compact({ name, length, array });
  if (!driver.withPrecisionColumnTypes.includes(name)) return compact({ name, array });
  const scaled = driver.withScaleColumnTypes.includes(name);
  return compact({ name, ...numberArguments(column, scaled), array });
}

/** Without a feature type TypeORM writes no SRID either. */
function spatial({ spatialFeatureType: feature, srid }: OrmColumn): Partial<ColumnType> {
  return feature ? compact({ feature, srid: srid ?? undefined }) : {};
}

/** Any type takes arguments; an enumeration is a `varchar` with a CHECK. */
function readSqliteType(column: OrmColumn, _table: QualifiedName, reading: Reading): ColumnType {
  if (column.enum) {
    return column.isArray
      ? { name: "varchar" }
      : { name: "varchar", values: column.enum.map(String) };
  }
  const name = reading.dataSource.driver.normalizeType(column);
  const array = column.isArray ? true : undefined;
  const length = lengthOf(column);
  if (length !== undefined) return compact({ name, length, array });
  return compact({ name, ...numberArguments(column, true), array });
}

/** Without a connection TypeORM does not know the server's version, and takes it for one without JSON and UUID. */
function readMysqlType(column: OrmColumn, _table: QualifiedName, reading: Reading): ColumnType {
  const { driver, options } = reading.dataSource;
  if (column.type === "json") return { name: "json" };
  if (column.type === "uuid") return uuidType(column, options.type);
  const name = driver.normalizeType(column);
  if (column.enum && (name === "enum" || name === "set")) {
    return { name, values: column.enum.map(String) };
  }
  const length = lengthOf(column) ?? (name === "varchar" || name === "varbinary" ? 255 : undefined);
  const flags = {
    unsigned: column.unsigned || column.zerofill ? (true as const) : undefined,
    zerofill: column.zerofill ? (true as const) : undefined,
  };
  if (length !== undefined) return compact({ name, length, ...flags });
  const width = column.width ? Number(column.width) : undefined;
  return compact({ name, width, ...numberArguments(column, true), ...flags });
}

/** MySQL has no type for it. */
function uuidType(column: OrmColumn, product: string): ColumnType {
  if (product === "mariadb") return { name: "uuid" };
  const generated = column.generationStrategy === "uuid";
  return { name: "varchar", length: lengthOf(column) ?? (generated ? 36 : 255) };
}

function numberArguments(column: OrmColumn, scaled: boolean): Partial<ColumnType> {
  if (column.precision === undefined || column.precision === null) return {};
  const scale = scaled ? (column.scale ?? undefined) : undefined;
  return compact({ precision: Number(column.precision), scale: numberOf(scale) });
}

function lengthOf({ length }: OrmColumn): number | undefined {
  return length ? numberOf(length) : undefined;
}

function numberOf(value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}
