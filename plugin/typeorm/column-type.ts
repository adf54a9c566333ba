import { compact } from "../../src/schema/compact.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { OrmColumns } from "../../src/plugin/orm.js";
import { enumTypeName } from "./enum-type.js";
import type { OrmColumn } from "./orm.js";
import type { Reading } from "./reading.js";

/** The type of a column, with the arguments that TypeORM itself would write for it. */
export function readColumnType(
  column: OrmColumn,
  table: QualifiedName,
  reading: Reading,
): ColumnType {
  const { columns } = reading.dialect.orm;
  const name = reading.dataSource.driver.normalizeType(column);
  const known = columns.knownType?.({
    type: column.type,
    length: lengthOf(column),
    isGeneratedUuid: column.generationStrategy === "uuid",
    driver: reading.dataSource.options.type,
  });
  return (
    known ?? listed[columns.enums]({ name, column, table }) ?? readArguments(name, column, reading)
  );
}

type Listing = {
  readonly name: string;
  readonly column: OrmColumn;
  readonly table: QualifiedName;
};

/** The type of a column that takes a list of values. */
const listed: Readonly<Record<OrmColumns["enums"], (listing: Listing) => ColumnType | undefined>> =
  {
    type: ({ name, column, table }) =>
      name === "enum"
        ? compact({
            name,
            enumName: enumTypeName(column, table),
            array: column.isArray ? (true as const) : undefined,
          })
        : undefined,
    column: ({ name, column }) =>
      column.enum && (name === "enum" || name === "set")
        ? { name, values: column.enum.map(String) }
        : undefined,
    check: ({ column }) => {
      if (!column.enum) return undefined;
      return column.isArray
        ? { name: "varchar" }
        : { name: "varchar", values: column.enum.map(String) };
    },
  };

function readArguments(name: string, column: OrmColumn, reading: Reading): ColumnType {
  const { driver } = reading.dataSource;
  const { columns } = reading.dialect.orm;
  const { arrays, numberFlags, lengths = {} } = columns;
  const takes = (types: readonly string[]): boolean =>
    columns.arguments === "all" || types.includes(name);
  const flags = {
    array: arrays && column.isArray ? (true as const) : undefined,
    unsigned: numberFlags && (column.unsigned || column.zerofill) ? (true as const) : undefined,
    zerofill: numberFlags && column.zerofill ? (true as const) : undefined,
  };
  if (columns.spatial && driver.spatialTypes.includes(name))
    return compact({ name, ...spatial(column), ...flags });
  const length = takes(driver.withLengthColumnTypes)
    ? (lengthOf(column) ?? lengths[name])
    : undefined;
  if (length !== undefined) return compact({ name, length, ...flags });
  const width = numberFlags && column.width ? Number(column.width) : undefined;
  if (!takes(driver.withPrecisionColumnTypes)) return compact({ name, width, ...flags });
  const scaled = takes(driver.withScaleColumnTypes);
  return compact({ name, width, ...numberArguments(column, scaled), ...flags });
}

/** Without a feature type TypeORM writes no SRID either. */
function spatial({ spatialFeatureType: feature, srid }: OrmColumn): Partial<ColumnType> {
  return feature ? compact({ feature, srid: srid ?? undefined }) : {};
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
