import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type {
  CheckConstraint,
  ForeignKey,
  ReferentialAction,
} from "../../../src/schema/constraint.js";
import { groupBy } from "../../../src/schema/group-by.js";
import { requiredText, textOf } from "../row.js";
import { isMariaDb } from "../server.js";
import { stripParentheses } from "../text/expression.js";
import { byName } from "./by-name.js";
import { expressionText } from "./expression-text.js";
import { inDatabases, onTables, schemaOf, readRows, tableKey } from "./namespace.js";

/** The foreign keys of the tables in scope, by table, sorted by name. */
export async function readForeignKeys(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly ForeignKey[]>> {
  const parts = await readRows(
    connection,
    partQuery,
    onTables(server, scope, { database: "TABLE_SCHEMA", table: "TABLE_NAME" }),
  );
  const used = parts.filter((row) => textOf(row, "target_name") !== undefined);
  const rules = await readRules(connection, server, scope);
  const tables = groupBy(used, ownerOf);
  return new Map([...tables].map(([key, rows]) => [key, foreignKeysOf(key, rows, rules, server)]));
}

/** The CHECKs of the tables in scope, by table, sorted by name; those of columns by their column. */
export async function readChecks(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly CheckConstraint[]>> {
  const condition = isMariaDb(server)
    ? onTables(server, scope, { database: "CONSTRAINT_SCHEMA", table: "TABLE_NAME" })
    : [inDatabases(server, scope, "t.TABLE_SCHEMA")];
  const rows = await readRows(
    connection,
    isMariaDb(server) ? mariaCheckQuery : mysqlCheckQuery,
    condition,
  );
  const tables = groupBy(rows, ownerOf);
  return new Map([...tables].map(([key, own]) => [key, checksOf(own, server)]));
}

type Rules = ReadonlyMap<string, Row>;

async function readRules(connection: Connection, server: Server, scope: Scope): Promise<Rules> {
  const columns = { database: "CONSTRAINT_SCHEMA", table: "TABLE_NAME" };
  const rows = await readRows(connection, ruleQuery, onTables(server, scope, columns));
  return new Map(rows.map((row) => [`${ownerOf(row)}${requiredText(row, "name")}`, row]));
}

function ownerOf(row: Row): string {
  return tableKey(requiredText(row, "database_name"), requiredText(row, "table_name"));
}

function foreignKeysOf(
  key: string,
  rows: readonly Row[],
  rules: Rules,
  server: Server,
): readonly ForeignKey[] {
  const sorted = [...rows].sort((a, b) => Number(a["position"]) - Number(b["position"]));
  const groups = groupBy(sorted, (row) => requiredText(row, "name"));
  return [...groups]
    .map(([name, parts]) => foreignKeyOf(name, parts, rules.get(`${key}${name}`) ?? {}, server))
    .sort(byName);
}

function foreignKeyOf(name: string, parts: readonly Row[], rule: Row, server: Server): ForeignKey {
  const [first = {}] = parts;
  return {
    kind: "foreignKey",
    name,
    columns: parts.map((row) => requiredText(row, "column_name")),
    references: {
      ...schemaOf(server, requiredText(first, "target_database")),
      name: requiredText(first, "target_name"),
    },
    referencedColumns: parts.map((row) => requiredText(row, "target_column")),
    onDelete: actionOf(requiredText(rule, "on_delete")),
    onUpdate: actionOf(requiredText(rule, "on_update")),
  };
}

function actionOf(rule: string): ReferentialAction {
  return actions.find((action) => action === rule) ?? "NO ACTION";
}

const actions: readonly ReferentialAction[] = ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"];

function checksOf(rows: readonly Row[], server: Server): readonly CheckConstraint[] {
  return rows.map((row) => checkOf(row, server)).sort(byName);
}

function checkOf(row: Row, server: Server): CheckConstraint {
  const name = requiredText(row, "name");
  const ofColumn = textOf(row, "level") === "Column";
  const expression = stripParentheses(expressionText(requiredText(row, "clause"), server));
  return compact({
    kind: "check" as const,
    name: ofColumn ? undefined : name,
    expression,
    column: ofColumn ? name : undefined,
    notEnforced: textOf(row, "enforced") === "NO" ? (true as const) : undefined,
  });
}

const partQuery = `
SELECT TABLE_SCHEMA AS database_name, TABLE_NAME AS table_name, CONSTRAINT_NAME AS name,
  ORDINAL_POSITION AS position, COLUMN_NAME AS column_name,
  REFERENCED_TABLE_SCHEMA AS target_database, REFERENCED_TABLE_NAME AS target_name,
  REFERENCED_COLUMN_NAME AS target_column
FROM information_schema.KEY_COLUMN_USAGE WHERE`;

const ruleQuery = `
SELECT CONSTRAINT_SCHEMA AS database_name, TABLE_NAME AS table_name, CONSTRAINT_NAME AS name,
  UPDATE_RULE AS on_update, DELETE_RULE AS on_delete
FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE`;

const mariaCheckQuery = `
SELECT CONSTRAINT_SCHEMA AS database_name, TABLE_NAME AS table_name, CONSTRAINT_NAME AS name,
  LEVEL AS level, CHECK_CLAUSE AS clause
FROM information_schema.CHECK_CONSTRAINTS WHERE`;

// MySQL's own view of CHECKs does not tell their table; their names are unique in a database.
const mysqlCheckQuery = `
SELECT t.TABLE_SCHEMA AS database_name, t.TABLE_NAME AS table_name, c.CONSTRAINT_NAME AS name,
  'Table' AS level, c.CHECK_CLAUSE AS clause, t.ENFORCED AS enforced
FROM information_schema.TABLE_CONSTRAINTS t
JOIN information_schema.CHECK_CONSTRAINTS c
  ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
WHERE t.CONSTRAINT_TYPE = 'CHECK' AND`;
