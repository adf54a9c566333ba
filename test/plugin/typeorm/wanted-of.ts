import { DataSource, Entity, EntitySchema, PrimaryColumn } from "typeorm";
import type { DataSourceOptions, EntitySchemaColumnOptions, EntitySchemaOptions } from "typeorm";
import { typeorm } from "../../../plugin/typeorm/index.js";
import type { Wanted } from "../../../src/plugin/source.js";
import type { Column } from "../../../src/schema/column.js";
import type { Table } from "../../../src/schema/table.js";

export type Product = "postgres" | "better-sqlite3";
export const products: readonly Product[] = ["postgres", "better-sqlite3"];

/** Is this the older line of TypeORM? */
export const isOldLine = process.env["TYPEORM_LINE"] === "0.3";

export type Extra = Readonly<Record<string, unknown>>;
export type Definition = EntitySchemaOptions<Record<string, unknown>>;

/** A data source that nothing can connect to, or that costs nothing to connect to. */
export function dataSource(
  type: Product,
  entities: NonNullable<DataSourceOptions["entities"]>,
  extra: Extra = {},
): DataSource {
  const place =
    type === "postgres"
      ? { host: "127.0.0.1", port: 1, database: "nowhere" }
      : { database: ":memory:" };
  return new DataSource({ type, entities, ...place, ...extra } as DataSourceOptions);
}

export async function wantedOf(
  type: Product,
  definitions: readonly Definition[],
  extra: Extra = {},
): Promise<Wanted> {
  const entities = definitions.map((definition) => new EntitySchema(definition));
  return typeorm(dataSource(type, entities, extra)).source.read();
}

export const id = { type: "integer", primary: true } as const satisfies EntitySchemaColumnOptions;

/** The table of one entity. */
export async function tableOf(
  type: Product,
  definition: Definition,
  extra: Extra = {},
): Promise<Table | undefined> {
  const { schema } = await wantedOf(type, [definition], extra);
  return schema.tables[0];
}

/** The column `value` of an entity `thing`, declared by a decorator as a class in TypeScript would. */
export async function columnOf(
  type: Product,
  decorator: PropertyDecorator,
): Promise<Column | undefined> {
  class Thing {}
  Entity("thing")(Thing);
  PrimaryColumn({ type: "integer" })(Thing.prototype, "id");
  decorator(Thing.prototype, "value");
  const { schema } = await typeorm(dataSource(type, [Thing])).source.read();
  return schema.tables[0]?.columns.find((column) => column.name === "value");
}
