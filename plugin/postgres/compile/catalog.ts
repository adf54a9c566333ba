import type {
  CreateEnum,
  CreateExtension,
  CreateSchema,
  DropEnum,
  DropExtension,
  DropSchema,
  RenameEnum,
  RenameSequence,
} from "../../../src/operation/catalog-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Enum } from "../../../src/schema/enum.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { unlessDuplicate } from "./unless-duplicate.js";

export function createEnum(operation: CreateEnum): readonly Statement[] {
  const sql = createEnumText(operation.enum);
  return [{ sql: operation.ifNotExists === true ? unlessDuplicate(sql, "duplicate_object") : sql }];
}

export function createEnumText(type: Enum): string {
  return `CREATE TYPE ${quoteName(type)} AS ENUM (${type.values.map(quoteString).join(", ")})`;
}

export function dropEnum(operation: DropEnum): readonly Statement[] {
  return [{ sql: `DROP TYPE ${ifExists(operation)}${quoteName(operation.enum)}` }];
}

export function renameEnum(operation: RenameEnum, context: CompileContext): readonly Statement[] {
  return renameThing("TYPE", operation, context);
}

export function renameThing(
  kind: "TYPE" | "SEQUENCE",
  { from, to }: RenameEnum | RenameSequence,
  context: CompileContext,
): readonly Statement[] {
  const schema = to.schema ?? context.server?.defaultSchema ?? "public";
  const moved = `ALTER ${kind} ${quoteName(from)} SET SCHEMA ${quoteIdentifier(schema)}`;
  const here = quoteName({ ...to, name: from.name });
  const renamed = `ALTER ${kind} ${here} RENAME TO ${quoteIdentifier(to.name)}`;
  return [
    ...(from.schema === to.schema ? [] : [{ sql: moved }]),
    ...(from.name === to.name ? [] : [{ sql: renamed }]),
  ];
}

export function createSchema({ name, ifNotExists }: CreateSchema): readonly Statement[] {
  const exists = ifNotExists === true ? "IF NOT EXISTS " : "";
  return [{ sql: `CREATE SCHEMA ${exists}${quoteIdentifier(name)}` }];
}

export function dropSchema(operation: DropSchema): readonly Statement[] {
  return [{ sql: `DROP SCHEMA ${ifExists(operation)}${quoteIdentifier(operation.name)}` }];
}

export function createExtension(operation: CreateExtension): readonly Statement[] {
  const { extension, ifNotExists } = operation;
  const exists = ifNotExists === true ? "IF NOT EXISTS " : "";
  const schema =
    extension.schema === undefined ? "" : ` SCHEMA ${quoteIdentifier(extension.schema)}`;
  return [{ sql: `CREATE EXTENSION ${exists}${quoteIdentifier(extension.name)}${schema}` }];
}

export function dropExtension(operation: DropExtension): readonly Statement[] {
  const name = quoteIdentifier(operation.extension.name);
  return [{ sql: `DROP EXTENSION ${ifExists(operation)}${name}` }];
}

function ifExists(operation: { readonly ifExists?: boolean }): string {
  return operation.ifExists === true ? "IF EXISTS " : "";
}
