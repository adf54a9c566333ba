import type { Source } from "../../src/plugin/source.js";
import { expresses } from "./expresses.js";
import { generatesEnumName, generatesName } from "./generated-name.js";
import { once } from "./once.js";
import type { OrmNamingStrategy } from "./orm.js";
import type { Session } from "./session.js";
import { readWanted } from "./wanted.js";

/** The wanted schema of a data source's entities. No connection is made. */
export function createSource(session: Session): Source {
  let strategy: OrmNamingStrategy | undefined;
  let longestName: number | undefined;
  const read = once(async () => {
    const dialect = await session.dialect();
    const { dataSource } = await session.given();
    const described = await session.described();
    strategy = described.namingStrategy;
    longestName = dialect.capabilities.identifierLimit?.length;
    return readWanted(described, dataSource.options, dialect);
  });
  return {
    read,
    generatesName: (table, object) => generatesName(strategy, table, object),
    generatesEnumName: (name, tables) => generatesEnumName(name, tables, longestName),
    expresses,
  };
}
