import { compact } from "../../../src/schema/compact.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { withoutQualifier } from "../text/expression.js";
import { readSql, type Reader } from "../text/reader.js";
import { isWord } from "../text/token.js";
import { readKeyList } from "./constraint.js";

/**
 * Reads a CREATE INDEX statement; the name is the given one.
 *
 * @throws AthanorError `UNREADABLE_SQL`
 */
export function readIndex(sql: string, name: string): Index {
  const reader = readSql(sql);
  const unique = reader.words("CREATE", "UNIQUE");
  reader.until((token) => isWord(token, "ON"));
  if (!reader.words("ON")) reader.fail("ON");
  const table = reader.name();
  const { keys } = readKeyList(reader);
  const where = reader.words("WHERE") ? withoutQualifier(readRest(reader), table) : undefined;
  return compact({ name, keys, unique, where });
}

function readRest(reader: Reader): string {
  return reader.slice(reader.until((token) => token.text === ";"));
}
