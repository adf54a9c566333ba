import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import { readColumnType } from "../column-type.js";
import type { Reader } from "../text/reader.js";
import { isSymbol, type Token } from "../text/token.js";
import { readCollation } from "./collation.js";
import { readDefault } from "../column-default.js";
import { readDeferrable, readReference } from "./foreign-key.js";
import { type TableParts, keyColumns } from "./table-parts.js";
import { readConflict } from "./constraint.js";

/** A column while it is read. */
type Draft = { -readonly [Property in keyof Column]: Column[Property] };

/** One column with all that stands behind it; its inline constraints go to the table's. */
export function readColumn(reader: Reader, parts: TableParts): void {
  const column: Draft = { name: reader.name(), type: readType(reader), nullable: true };
  let name: string | undefined;
  for (;;) {
    if (reader.words("CONSTRAINT")) name = reader.name();
    else if (readClause(reader, parts, column, name)) name = undefined;
    else break;
  }
  parts.columns.push(compact(column));
}

function readType(reader: Reader): Column["type"] {
  const words = reader.until((token) => isSymbol(token, "(") || endsType(token));
  const hasArguments = words.length > 0 && isSymbol(reader.peek(), "(");
  const declared = reader.slice(words);
  return readColumnType(hasArguments ? `${declared}(${reader.parenthesised()})` : declared);
}

function endsType(token: Token): boolean {
  if (token.kind === "word")
    return clauseWords.has(token.text) || clauseWords.has(token.text.toUpperCase());
  return token.kind !== "name" && token.kind !== "string";
}

const clauseWords: ReadonlySet<string> = new Set(
  "CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES GENERATED AS DEFERRABLE".split(
    " ",
  ),
);

/** Reads one clause; false where none follows. */
function readClause(reader: Reader, parts: TableParts, column: Draft, name?: string): boolean {
  const word = reader.peek();
  if (word?.kind !== "word") return false;
  const clause = clauses[word.text.toUpperCase()];
  if (clause === undefined) return false;
  return clause(reader, parts, column, name);
}

type Clause = (reader: Reader, parts: TableParts, column: Draft, name?: string) => boolean;

const clauses: Readonly<Record<string, Clause | undefined>> = {
  PRIMARY: readPrimary,
  NOT: readNot,
  NULL: (reader) => reader.words("NULL") && (readConflict(reader), true),
  UNIQUE: (reader, parts, column, name) => {
    reader.words("UNIQUE");
    const onConflict = readConflict(reader);
    parts.uniques.push(
      compact({ kind: "unique" as const, name, columns: [column.name], onConflict }),
    );
    return true;
  },
  CHECK: (reader, parts, _column, name) => {
    reader.words("CHECK");
    parts.checks.push(
      compact({ kind: "check" as const, name, expression: reader.parenthesised() }),
    );
    readConflict(reader);
    return true;
  },
  DEFAULT: (reader, _parts, column) => {
    reader.words("DEFAULT");
    column.default = readDefault(readDefaultText(reader));
    return true;
  },
  COLLATE: (reader, _parts, column) => {
    reader.words("COLLATE");
    const collation = readCollation(reader.name());
    if (collation !== "BINARY") column.collation = collation;
    return true;
  },
  REFERENCES: (reader, parts, column, name) => {
    reader.words("REFERENCES");
    parts.foreignKeys.push(readReference(reader, [column.name], name));
    return true;
  },
  DEFERRABLE: readLateDeferrable,
  GENERATED: (reader, _parts, column) =>
    reader.words("GENERATED", "ALWAYS", "AS") && readGenerated(reader, column),
  AS: (reader, _parts, column) => reader.words("AS") && readGenerated(reader, column),
};

function readPrimary(reader: Reader, parts: TableParts, column: Draft, name?: string): boolean {
  if (!reader.words("PRIMARY", "KEY")) return false;
  const descending = reader.words("DESC");
  if (!descending) reader.words("ASC");
  const onConflict = readConflict(reader);
  const columns = keyColumns([
    compact({ column: column.name, descending: descending || undefined }),
  ]);
  parts.primaryKey = compact({ kind: "primaryKey" as const, name, ...columns, onConflict });
  parts.descendingInline = descending;
  parts.autoincrement = reader.words("AUTOINCREMENT");
  return true;
}

function readNot(reader: Reader, parts: TableParts, column: Draft): boolean {
  if (!reader.words("NOT", "NULL")) return readLateDeferrable(reader, parts);
  column.nullable = false;
  const onConflict = readConflict(reader);
  if (onConflict !== undefined) column.onConflict = onConflict;
  return true;
}

/** SQLite lets other clauses stand between a reference and its DEFERRABLE. */
function readLateDeferrable(reader: Reader, parts: TableParts): boolean {
  const found = readDeferrable(reader);
  const key = parts.foreignKeys.pop();
  if (key !== undefined) parts.foreignKeys.push({ ...key, ...found });
  return found !== undefined;
}

function readGenerated(reader: Reader, column: Draft): boolean {
  const expression = reader.parenthesised();
  const stored = reader.words("STORED");
  if (!stored) reader.words("VIRTUAL");
  column.generated = { kind: "expression", expression, stored };
  return true;
}

function readDefaultText(reader: Reader): string {
  if (isSymbol(reader.peek(), "(")) return `(${reader.parenthesised()})`;
  const first = reader.next();
  const signed = isSymbol(first, "-") || isSymbol(first, "+");
  return reader.slice(signed ? [first, reader.next()] : [first]);
}
