import type { RowValues } from "../../src/operation/data-operation.js";
import type { RecordPlace, Records, RecordSubject } from "../../src/plugin/source.js";
import { compact } from "../../src/schema/compact.js";
import { sameValue } from "../../src/schema/equality.js";
import { nameText, type QualifiedName } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import { emptyTable, type Table } from "../../src/schema/table.js";
import type { OrmRecords } from "../../src/plugin/orm.js";
import type { OrmEntity } from "./orm.js";
import { entityName } from "./reading.js";
import type { Reading } from "./reading.js";
import { recordTable } from "./reserved.js";
import { recordedText } from "./view.js";

/**
 * What TypeORM writes into `typeorm_metadata` for these tables and views: it knows the texts of views and generated
 * columns by it alone, and would make them anew without it.
 */
export function readRecords(
  schema: Schema,
  entities: readonly OrmEntity[],
  reading: Reading,
): Records {
  const { orm } = reading.dialect;
  const { database } = orm.records;
  const views = entities.filter((entity) => entity.tableType === "view");
  return {
    table: describeTable(recordTable(reading.options, orm)),
    rows: [
      ...schema.tables.flatMap((table) => columnRows(table, orm.records)),
      ...views.map((entity) => viewRow(entity, reading)),
    ],
    places: placesOf(orm.records),
    subject: (row) => subjectOf(row, orm.records),
    says: (held, wanted) => says(held, wanted, orm.records),
    ...(database === undefined ? {} : { moved: (row) => inPlace(row, database) }),
  };
}

type RecordType = "VIEW" | "MATERIALIZED_VIEW" | "GENERATED_COLUMN";

function describeTable(name: QualifiedName): Table {
  const names = ["type", "database", "schema", "table", "name", "value"];
  const columns = names.map((column) => ({
    name: column,
    type: { name: column === "value" ? "text" : "varchar" },
    nullable: column !== "type",
  }));
  return { ...emptyTable(name), columns };
}

/** What of a row differs from one database to the next. */
function placesOf({ database, schema }: OrmRecords): readonly RecordPlace[] {
  return [
    ...(database === undefined ? [] : [{ ...placed(database), fact: "database" } as const]),
    ...(schema === undefined ? [] : [{ ...placed(schema), fact: "defaultSchema" } as const]),
  ];
}

function placed({ column, expression }: Pick<RecordPlace, "column" | "expression">) {
  return { column, expression };
}

/** The row with this database in the place of another. */
function inPlace(
  row: RowValues,
  { column, expression }: NonNullable<OrmRecords["database"]>,
): RowValues | undefined {
  return typeof row[column] === "string" ? { ...row, [column]: expression } : undefined;
}

function columnRows({ columns, ...table }: Table, records: OrmRecords): readonly RowValues[] {
  const place = { ...databaseOf(records, "columns"), ...schemaOf(table, records) };
  const held = records.wholeTableNames ? nameText(table) : table.name;
  const type: RecordType = "GENERATED_COLUMN";
  return columns.flatMap(({ name, generated }) =>
    generated?.kind === "expression"
      ? [{ type, ...place, table: held, name, value: generated.expression }]
      : [],
  );
}

function viewRow(entity: OrmEntity, reading: Reading): RowValues {
  const { orm, capabilities } = reading.dialect;
  const view = entityName(entity, reading);
  const materialized = capabilities.materializedViews && !!entity.tableMetadataArgs.materialized;
  const type: RecordType = materialized ? "MATERIALIZED_VIEW" : "VIEW";
  const place = { ...databaseOf(orm.records, "all"), ...schemaOf(view, orm.records) };
  return { type, ...place, name: view.name, value: recordedText(entity, reading) };
}

/** What names the database in a row of a column, or in those of all kinds. */
function databaseOf({ database }: OrmRecords, rows: "columns" | "all"): RowValues {
  if (database === undefined || (rows === "all" && database.of !== "all")) return {};
  return { [database.column]: database.expression };
}

/** TypeORM names the schema even where it is the default one. */
function schemaOf({ schema: stated }: QualifiedName, { schema }: OrmRecords): RowValues {
  return schema === undefined ? {} : { [schema.column]: stated ?? schema.expression };
}

/** Rows of a database of another name, restored under this one, are not read by TypeORM. */
function subjectOf(row: RowValues, records: OrmRecords): RecordSubject | undefined {
  const { type, table, name } = row;
  const isColumn = type === "GENERATED_COLUMN";
  const [database] = Object.keys(databaseOf(records, isColumn ? "columns" : "all"));
  if (typeof name !== "string") return undefined;
  if (database !== undefined && typeof row[database] === "string") return undefined;
  const held = records.schema && row[records.schema.column];
  const schema = typeof held === "string" ? held : undefined;
  if (type === "VIEW" || type === "MATERIALIZED_VIEW") {
    return { relation: compact({ schema, name }) };
  }
  if (!isColumn || typeof table !== "string") return undefined;
  return { relation: compact({ schema, name: table }), column: name };
}

/** As TypeORM compares: by the columns it asks for, and the text without the blanks around it. */
function says(held: RowValues, wanted: RowValues, { exactColumns }: OrmRecords): boolean {
  const exact = exactColumns === true && wanted["type"] === "GENERATED_COLUMN";
  const textOf = ({ value }: RowValues): string => (exact ? String(value) : String(value).trim());
  return Object.keys(wanted).every((column) =>
    column === "value" ? textOf(held) === textOf(wanted) : sameValue(held[column], wanted[column]),
  );
}
