import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { OrmFacts } from "../../src/plugin/orm.js";

/** PostgreSQL as TypeORM's drivers know it. */
export const orm: OrmFacts = {
  drivers: [{ type: "postgres" }],
  probe: "SELECT 1",
  places: "schema",
  columns: {
    enums: "type",
    arguments: "listed",
    arrays: true,
    spatial: true,
    counters: ["increment", "rowid"],
    identities: true,
  },
  defaults: {
    numericTypes: ["smallint", "integer", "bigint", "numeric", "real", "double precision"],
    momentText: (moment) => moment.toISOString(),
    uuid: "uuid_generate_v4()",
  },
  constraints: { namedPrimaryKeys: true, deferrableUniques: true, distinctUniques: true },
  indexes: { conditions: true, methods: { spatial: "gist", usual: "btree" } },
  extensions: [
    { name: "uuid-ossp", option: "uuidExtension", strategy: "uuid" },
    { name: "citext", types: ["citext"] },
    { name: "hstore", types: ["hstore"] },
    { name: "postgis", types: "spatial" },
    { name: "cube", types: ["cube"] },
    { name: "ltree", types: ["ltree"] },
    { name: "vector", types: ["vector", "halfvec"] },
    { name: "btree_gist", exclusions: true },
  ],
  records: {
    database: {
      column: "database",
      expression: sqlExpression("current_database()"),
      of: "columns",
    },
    schema: { column: "schema", expression: sqlExpression("current_schema()") },
  },
};
