import { mapArrayText } from "../schema/array-text.js";
import type { Column } from "../schema/column.js";
import type { ColumnDefault } from "../schema/column-default.js";
import { usesEnum } from "../schema/equality.js";
import type { QualifiedName } from "../schema/name.js";
import { nameOf, nameText, sameName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { without } from "../schema/without.js";
import { changeNamed, dropNamed, putNamed } from "./apply-list.js";
import { changeColumns } from "./apply-table.js";
import { valueAfter } from "./enum-change.js";
import type { OperationMap } from "./operation.js";
import { unknown } from "./unknown.js";

export function applyCreateEnum(schema: Schema, operation: OperationMap["createEnum"]): Schema {
  return { ...schema, enums: putNamed(schema.enums, operation.enum, operation.ifNotExists) };
}

export function applyDropEnum(schema: Schema, operation: OperationMap["dropEnum"]): Schema {
  const { enum: type, ifExists } = operation;
  return { ...schema, enums: dropNamed("enum", schema.enums, type, ifExists) };
}

/** The columns follow the type to a new name, and their defaults follow renamed values. */
export function applyAlterEnum(schema: Schema, operation: OperationMap["alterEnum"]): Schema {
  const { from, to, renamed = {} } = operation;
  const enums = changeNamed("enum", schema.enums, from, () => to);
  const tables = changeColumns(schema, (column) =>
    usesEnum(column, from) ? followValues(followEnum(column, from, to), renamed) : column,
  );
  return { ...schema, enums, tables };
}

export function applyRenameEnum(schema: Schema, operation: OperationMap["renameEnum"]): Schema {
  const { from, to } = operation;
  const enums = changeNamed("enum", schema.enums, from, ({ values }) => ({ ...to, values }));
  return { ...schema, enums, tables: changeColumns(schema, (held) => followEnum(held, from, to)) };
}

function followEnum(column: Column, from: QualifiedName, to: QualifiedName): Column {
  return usesEnum(column, from) && !sameName(from, to)
    ? { ...column, type: { ...column.type, enumName: nameOf(to) } }
    : column;
}

function followValues(column: Column, renamed: Readonly<Record<string, string>>): Column {
  const { default: held } = column;
  if (held === undefined || Object.keys(renamed).length === 0) return column;
  const isArray = column.type.array === true;
  const follow = (text: string): string =>
    isArray && text.startsWith("{")
      ? mapArrayText(text, (value) => valueAfter(value, renamed))
      : valueAfter(text, renamed);
  return { ...column, default: followInDefault(held, follow) };
}

function followInDefault(held: ColumnDefault, follow: (text: string) => string): ColumnDefault {
  if (held.kind === "value") {
    return typeof held.value === "string" ? { kind: "value", value: follow(held.value) } : held;
  }
  const sql = held.sql.replace(/'((?:[^']|'')*)'/g, (literal, inner: string) => {
    const text = inner.replaceAll("''", "'");
    const to = follow(text);
    return to === text ? literal : `'${to.replaceAll("'", "''")}'`;
  });
  return { kind: "expression", sql };
}

export function applyCreateSequence(
  schema: Schema,
  operation: OperationMap["createSequence"],
): Schema {
  const { sequence, ifNotExists } = operation;
  return { ...schema, sequences: putNamed(schema.sequences, sequence, ifNotExists) };
}

export function applyDropSequence(schema: Schema, operation: OperationMap["dropSequence"]): Schema {
  const { sequence, ifExists } = operation;
  return { ...schema, sequences: dropNamed("sequence", schema.sequences, sequence, ifExists) };
}

export function applyAlterSequence(
  schema: Schema,
  operation: OperationMap["alterSequence"],
): Schema {
  const { from, to } = operation;
  return { ...schema, sequences: changeNamed("sequence", schema.sequences, from, () => to) };
}

/** Defaults that take their values from the sequence name it anew. */
export function applyRenameSequence(
  schema: Schema,
  operation: OperationMap["renameSequence"],
): Schema {
  const { from, to } = operation;
  const sequences = changeNamed("sequence", schema.sequences, from, (held) => ({
    ...without(held, "schema"),
    ...nameOf(to),
  }));
  const tables = changeColumns(schema, (column) => followSequence(column, from, to));
  return { ...schema, sequences, tables };
}

function followSequence(column: Column, from: QualifiedName, to: QualifiedName): Column {
  const { default: held } = column;
  if (held?.kind !== "expression") return column;
  const sql = held.sql.replace(/'([^']*)'/g, (literal, inner: string) =>
    inner.replaceAll('"', "") === nameText(from) ? `'${quotedName(to)}'` : literal,
  );
  return sql === held.sql ? column : { ...column, default: { kind: "expression", sql } };
}

function quotedName({ schema, name }: QualifiedName): string {
  const quote = (part: string): string => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part}"`);
  return [...(schema === undefined ? [] : [schema]), name].map(quote).join(".");
}

export function applyCreateView(schema: Schema, operation: OperationMap["createView"]): Schema {
  return { ...schema, views: putNamed(schema.views, operation.view, operation.ifNotExists) };
}

export function applyDropView(schema: Schema, operation: OperationMap["dropView"]): Schema {
  const { view, ifExists } = operation;
  return { ...schema, views: dropNamed("view", schema.views, view, ifExists) };
}

export function applyCreateSchema(schema: Schema, operation: OperationMap["createSchema"]): Schema {
  const { name } = operation;
  return schema.schemas.includes(name) ? schema : { ...schema, schemas: [...schema.schemas, name] };
}

export function applyDropSchema(schema: Schema, operation: OperationMap["dropSchema"]): Schema {
  const { name, ifExists = false } = operation;
  if (!ifExists && !schema.schemas.includes(name)) throw unknown("schema", name);
  return { ...schema, schemas: schema.schemas.filter((held) => held !== name) };
}

export function applyCreateExtension(
  schema: Schema,
  operation: OperationMap["createExtension"],
): Schema {
  const { extension } = operation;
  return schema.extensions.some((held) => held.name === extension.name)
    ? schema
    : { ...schema, extensions: [...schema.extensions, extension] };
}

export function applyDropExtension(
  schema: Schema,
  operation: OperationMap["dropExtension"],
): Schema {
  const { extension, ifExists = false } = operation;
  const extensions = schema.extensions.filter((held) => held.name !== extension.name);
  if (!ifExists && extensions.length === schema.extensions.length) {
    throw unknown("extension", extension.name);
  }
  return { ...schema, extensions };
}
