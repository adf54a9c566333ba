import { compact } from "../../../src/schema/compact.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { View } from "../../../src/schema/view.js";
import { namesIn } from "../text/expression.js";
import { readSql } from "../text/reader.js";
import { isSymbol, isWord } from "../text/token.js";
import { readNames } from "./foreign-key.js";

/**
 * Reads a CREATE VIEW statement; the name is the given one.
 *
 * @throws AthanorError `UNREADABLE_SQL`
 */
export function readView(sql: string, name: string): View {
  const reader = readSql(sql);
  reader.until((token) => isSymbol(token, "(") || isWord(token, "AS"));
  const columns = isSymbol(reader.peek(), "(") ? readNames(reader) : undefined;
  if (!reader.words("AS")) reader.fail("AS");
  const definition = reader.slice(reader.until((token) => token.text === ";"));
  return compact({ name, columns, definition, materialized: false, indexes: [] });
}

/** Those of the known tables and views that the text mentions. */
export function mentionedNames(
  sql: string,
  known: readonly QualifiedName[],
): readonly QualifiedName[] {
  const names = namesIn(sql);
  return known.filter(({ name }) => names.has(name.toLowerCase()));
}
