import type { Connection } from "../../../src/plugin/connection.js";
import type { TableKeys } from "./index-definition.js";
import type { Relation } from "./relation.js";
import { showCreate } from "./show-create.js";

/**
 * The parsers of full text indexes, by table and index. `information_schema` does not tell them, so tables with such
 * an index are asked one by one, where the server has any parser beside its own (MySQL ships `ngram`).
 */
export async function readParsers(
  connection: Connection,
  relations: readonly Relation[],
  keys: ReadonlyMap<string, TableKeys>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const asked = relations.filter(({ key }) =>
    keys.get(key)?.indexes.some(({ fulltext }) => fulltext === true),
  );
  if (asked.length === 0 || (await connection.query(parserQuery)).length === 0) return new Map();
  const shown = await showCreate(connection, asked);
  return new Map([...shown].map(([key, text]) => [key, parsersIn(text)]));
}

/** ``FULLTEXT KEY `ft` (`a`) /*!50100 WITH PARSER `ngram` *`` followed by a slash. */
export function parsersIn(statement: string): ReadonlyMap<string, string> {
  const lines = statement.matchAll(
    /^ *FULLTEXT KEY `((?:[^`]|``)+)` .*WITH PARSER `((?:[^`]|``)+)`/gm,
  );
  return new Map(
    [...lines].map(([, index = "", parser = ""]) => [
      index.replaceAll("``", "`"),
      parser.replaceAll("``", "`"),
    ]),
  );
}

const parserQuery =
  "SELECT PLUGIN_NAME FROM information_schema.PLUGINS WHERE PLUGIN_TYPE = 'FTPARSER' AND PLUGIN_STATUS = 'ACTIVE' LIMIT 1";
