import type { Enum } from "../../src/schema/enum.js";
import { compact } from "../../src/schema/compact.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { nameKey, nameText } from "../../src/schema/name.js";
import type { OrmColumn } from "./orm.js";
import type { Reading } from "./reading.js";

/** TypeORM's rule (`buildEnumName`): the stated name, or table and column; always in the table's schema. */
export function enumTypeName(
  column: Pick<OrmColumn, "databaseName" | "enumName">,
  table: QualifiedName,
): QualifiedName {
  const stated = column.enumName;
  if (!stated) return compact({ schema: table.schema, name: automaticEnumName(table, column) });
  const [first = "", second] = stated.split(".");
  return second === undefined || table.schema !== undefined
    ? compact({ schema: table.schema, name: stated })
    : { schema: first, name: second };
}

/** The name that TypeORM itself gives to the enum type of a column. */
export function automaticEnumName(
  table: QualifiedName,
  column: Pick<OrmColumn, "databaseName">,
): string {
  return `${table.name}_${column.databaseName.toLowerCase()}_enum`;
}

/** The enum types of some columns, each once. Of columns that share one, the first decides its values, as in TypeORM. */
export function readEnums(
  owners: readonly { readonly table: QualifiedName; readonly column: OrmColumn }[],
  reading: Reading,
): Enum[] {
  const enums = new Map<string, Enum>();
  for (const { table, column } of owners) {
    // An `enumName` without values points to a type that is made elsewhere.
    if (!column.enum) continue;
    const name = enumTypeName(column, table);
    const made = { ...name, values: column.enum.map(String) };
    const known = enums.get(nameKey(name));
    if (known === undefined) enums.set(nameKey(name), made);
    else if (!sameValues(known, made)) reading.note(differentValues(made, table, column));
  }
  return [...enums.values()];
}

function sameValues(left: Enum, right: Enum): boolean {
  return JSON.stringify(left.values) === JSON.stringify(right.values);
}

function differentValues(made: Enum, table: QualifiedName, column: OrmColumn): string {
  return `The enum type "${nameText(made)}" is shared, but column "${column.databaseName}" of "${nameText(table)}" lists other values; those of the first column are taken.`;
}
