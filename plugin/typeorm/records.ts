import type { RowValues } from "../../src/operation/data-operation.js";
import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { RecordPlace, Records, RecordSubject } from "../../src/plugin/source.js";
import { compact } from "../../src/schema/compact.js";
import { sameValue } from "../../src/schema/equality.js";
import { nameText, type QualifiedName } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import { emptyTable, type Table } from "../../src/schema/table.js";
import type { Family } from "./family.js";
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
  const { family } = reading;
  const views = entities.filter((entity) => entity.tableType === "view");
  return {
    table: describeTable(recordTable(reading.options, family)),
    rows: [
      ...schema.tables.flatMap((table) => columnRows(table, family)),
      ...views.map((entity) => viewRow(entity, reading)),
    ],
    ...readings[family],
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

const currentDatabase: RecordPlace = {
  column: "database",
  fact: "database",
  expression: sqlExpression("current_database()"),
};

const currentSchema: RecordPlace = {
  column: "schema",
  fact: "defaultSchema",
  expression: sqlExpression("current_schema()"),
};

/** On MySQL the column "schema" holds the database's name. */
const databaseAsSchema: RecordPlace = {
  column: "schema",
  fact: "database",
  expression: sqlExpression("DATABASE()"),
};

const readings: Readonly<Record<Family, Pick<Records, "places" | "subject" | "says" | "moved">>> = {
  postgres: {
    places: [currentDatabase, currentSchema],
    subject: (row) => subjectOf(row, "postgres"),
    says: (held, wanted) => says(held, wanted, "postgres"),
    moved: (row) => inPlace(row, currentDatabase),
  },
  sqlite: {
    places: [],
    subject: (row) => subjectOf(row, "sqlite"),
    says: (held, wanted) => says(held, wanted, "sqlite"),
  },
  mysql: {
    places: [databaseAsSchema],
    subject: (row) => (typeof row["schema"] === "string" ? undefined : subjectOf(row, "mysql")),
    says: (held, wanted) => says(held, wanted, "mysql"),
    moved: (row) => inPlace(row, databaseAsSchema),
  },
};

/** The row with this database in the place of another. */
function inPlace(row: RowValues, { column, expression }: RecordPlace): RowValues | undefined {
  return typeof row[column] === "string" ? { ...row, [column]: expression } : undefined;
}

function columnRows({ columns, ...table }: Table, family: Family): readonly RowValues[] {
  return columns.flatMap(({ name, generated }) =>
    generated?.kind === "expression"
      ? [
          {
            type: "GENERATED_COLUMN" satisfies RecordType,
            ...(family === "postgres" ? { database: currentDatabase.expression } : {}),
            ...schemaOf(table, family),
            table: family === "mysql" ? nameText(table) : table.name,
            name,
            value: generated.expression,
          },
        ]
      : [],
  );
}

function viewRow(entity: OrmEntity, reading: Reading): RowValues {
  const { family } = reading;
  const name = entityName(entity, reading);
  const materialized = family === "postgres" && !!entity.tableMetadataArgs.materialized;
  const type: RecordType = materialized ? "MATERIALIZED_VIEW" : "VIEW";
  return { type, ...schemaOf(name, family), name: name.name, value: recordedText(entity, reading) };
}

/** TypeORM names the schema even where it is the default one. */
function schemaOf({ schema }: QualifiedName, family: Family): RowValues {
  if (family === "mysql") return { schema: databaseAsSchema.expression };
  return family === "postgres" ? { schema: schema ?? currentSchema.expression } : {};
}

/** Rows of a database of another name, restored under this one, are not read by TypeORM. */
function subjectOf(row: RowValues, family: Family): RecordSubject | undefined {
  const { type, database, schema, table, name } = row;
  const stated = family === "postgres" && typeof schema === "string" ? schema : undefined;
  if (typeof name !== "string") return undefined;
  if (type === "VIEW" || type === "MATERIALIZED_VIEW") {
    return { relation: compact({ schema: stated, name }) };
  }
  const isOther = family === "postgres" && typeof database === "string";
  if (type !== "GENERATED_COLUMN" || typeof table !== "string" || isOther) return undefined;
  return { relation: compact({ schema: stated, name: table }), column: name };
}

/** As TypeORM compares: by the columns it asks for, and the text without the blanks around it. */
function says(held: RowValues, wanted: RowValues, family: Family): boolean {
  const exact = family === "sqlite" && wanted["type"] === "GENERATED_COLUMN";
  const textOf = ({ value }: RowValues): string => (exact ? String(value) : String(value).trim());
  return Object.keys(wanted).every((column) =>
    column === "value" ? textOf(held) === textOf(wanted) : sameValue(held[column], wanted[column]),
  );
}
