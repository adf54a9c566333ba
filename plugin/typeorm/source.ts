import type { Source, Expressed } from "../../src/plugin/source.js";
import { generatesEnumName, generatesName } from "./generated-name.js";
import { once } from "./once.js";
import type { OrmNamingStrategy } from "./orm.js";
import type { Session } from "./session.js";
import { readWanted } from "./wanted.js";
import type { Constraint } from "../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../src/schema/index-definition.js";

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

/** Could TypeORM's decorators ask for it? They know no sequences, and of an index its columns, method and condition. */
function expresses(asked: Expressed): boolean {
  if (asked.kind === "sequence") return false;
  return asked.kind === "index" ? expressesIndex(asked.object) : expressesConstraint(asked.object);
}

function expressesIndex({ keys, include, nullsNotDistinct, parameters }: Index): boolean {
  const isPlain = include === undefined && nullsNotDistinct !== true && parameters === undefined;
  return isPlain && keys.every(isBareColumn);
}

function isBareColumn({ column, length, ...rest }: IndexKey): boolean {
  return column !== undefined && length === undefined && Object.keys(rest).length === 0;
}

function expressesConstraint(constraint: Constraint): boolean {
  if (constraint.kind !== "unique") return true;
  return constraint.include === undefined && constraint.nullsNotDistinct !== true;
}
