import type { Statement } from "../../../src/plugin/ddl.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Trigger } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { isWord, tokenize } from "../text/token.js";

/** The trigger as it was made. SQLite does not keep the name of an attached database in it, so that is put back. */
export function createTriggerStatement(
  { schema }: QualifiedName,
  { definition }: Trigger,
): Statement {
  if (schema === undefined) return { sql: definition };
  const tokens = tokenize(definition);
  const start = tokens.findIndex((token) => isWord(token, "TRIGGER")) + 1;
  const place = isWord(tokens[start], "IF") ? start + 3 : start;
  const name = tokens[place]?.start;
  if (name === undefined || tokens[place + 1]?.text === ".") return { sql: definition };
  return {
    sql: `${definition.slice(0, name)}${quoteIdentifier(schema)}.${definition.slice(name)}`,
  };
}
