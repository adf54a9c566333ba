import { AthanorError } from "../../../src/error/athanor-error.js";
import type { CompileContext } from "../../../src/plugin/ddl.js";
import type { Scope } from "../../../src/plugin/catalog.js";
import { type QualifiedName, nameText } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { sameFolded } from "../quote-name.js";

/** One table as it is now, and the views that read it. */
export type TableState = {
  readonly schema: Schema;
  readonly table: Table;
};

/** @throws AthanorError `UNKNOWN_TABLE`, and `STATE_UNKNOWN` where an offline script cannot know it. */
export async function readTableState(
  name: QualifiedName,
  context: CompileContext,
): Promise<TableState> {
  const schema = await context.state({ ...schemasOf(name), tables: [name] });
  const table = schema.tables.find((held) => isTable(held, name));
  if (table === undefined) throw unknownTable(name);
  return { schema, table };
}

/** The file that the thing lives in, beside the main one. */
export function schemasOf({ schema }: QualifiedName): Pick<Scope, "schemas"> {
  return schema === undefined ? {} : { schemas: [schema] };
}

function isTable(held: QualifiedName, name: QualifiedName): boolean {
  return held.schema === name.schema && sameFolded(held.name, name.name);
}

function unknownTable(name: QualifiedName): AthanorError {
  return new AthanorError({
    code: "UNKNOWN_TABLE",
    message: `The table "${nameText(name)}" does not exist, so it cannot be altered.`,
    suggestions: ["Create the table in an earlier revision, or correct its name."],
    facts: { table: name },
  });
}
