import { compact } from "../../../src/schema/compact.js";
import type { Reader } from "../text/reader.js";
import { isSymbol } from "../text/token.js";
import { readConflict } from "./read-conflict.js";
import { readNames, readReference } from "./read-foreign-key.js";
import { readKeys } from "./read-key.js";
import { keyColumns, type TableParts } from "./table-parts.js";

/** The constraints of a table behind its columns, with or without commas between them, up to the closing parenthesis. */
export function readConstraints(reader: Reader, parts: TableParts): void {
  let name: string | undefined;
  while (!isSymbol(reader.peek(), ")")) {
    if (reader.symbol(",")) name = undefined;
    else if (reader.words("CONSTRAINT")) name = reader.name();
    else {
      readConstraint(reader, parts, name);
      name = undefined;
    }
  }
}

function readConstraint(reader: Reader, parts: TableParts, name?: string): void {
  if (reader.words("PRIMARY", "KEY")) return readPrimaryKey(reader, parts, name);
  if (reader.words("UNIQUE")) {
    const columns = keyColumns(readKeys(reader).keys);
    const onConflict = readConflict(reader);
    parts.uniques.push(compact({ kind: "unique" as const, name, ...columns, onConflict }));
  } else if (reader.words("CHECK")) {
    parts.checks.push(
      compact({ kind: "check" as const, name, expression: reader.parenthesised() }),
    );
    readConflict(reader);
  } else if (reader.words("FOREIGN", "KEY")) {
    const columns = readNames(reader);
    if (!reader.words("REFERENCES")) reader.fail("REFERENCES");
    parts.foreignKeys.push(readReference(reader, columns, name));
  } else reader.fail("a column or a constraint");
}

function readPrimaryKey(reader: Reader, parts: TableParts, name?: string): void {
  const { keys, autoincrement } = readKeys(reader);
  parts.autoincrement = autoincrement;
  const columns = keyColumns(keys);
  const onConflict = readConflict(reader);
  parts.primaryKey = compact({ kind: "primaryKey" as const, name, ...columns, onConflict });
}
