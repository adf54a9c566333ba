import { compact } from "../../../src/schema/compact.js";
import type { Column } from "../../../src/schema/column.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { without } from "../../../src/schema/without.js";
import { modernName, statedWriting } from "../collation.js";
import { momentText, readDefault, readValue } from "../column-default.js";
import { isCharacter, normalizeType } from "../column-type.js";
import { isMariaDb } from "../server.js";

export type ColumnSurroundings = {
  readonly server: Server;
  /** The table's own collation. */
  readonly collation: string | undefined;
  readonly isKey: boolean;
};

/** The column in the server's words, as far as text alone tells. */
export function normalizeColumn(column: Column, surroundings: ColumnSurroundings): Column {
  const { server, isKey } = surroundings;
  const type = supportedType(normalizeType(column.type), server);
  const { generated, name, comment, onUpdate, invisible, compressed } = column;
  const computed = generated?.kind === "expression";
  return compact({
    name,
    type,
    nullable: (column.nullable && !isKey) || (computed && isMariaDb(server)),
    default: generated === undefined ? normalizeDefault(column.default, type) : undefined,
    generated: generated?.kind === "identity" ? ({ kind: "increment" } as const) : generated,
    ...(isCharacter(type) ? normalizeWriting(column, surroundings.collation) : {}),
    comment: comment || undefined,
    onUpdate: onUpdate === undefined ? undefined : (momentText(onUpdate, type) ?? onUpdate),
    invisible: invisible === true ? (true as const) : undefined,
    compressed: compressed === true ? (true as const) : undefined,
  });
}

/** MariaDB before 10.7 and MySQL have no UUIDs; TypeORM keeps them as text there. */
function supportedType(type: ColumnType, server: Server): ColumnType {
  const knows = isMariaDb(server) && server.version >= 100700;
  if (type.name === "uuid" && !knows) return { name: "varchar", length: 36 };
  return keepsWidth(type, server) ? type : without(type, "width");
}

/** MySQL forgets display widths from 8.0.19 on, but for those that mean something: `tinyint(1)` and ZEROFILL. */
function keepsWidth({ name, width, unsigned, zerofill }: ColumnType, server: Server): boolean {
  if (isMariaDb(server) || server.version < 80019 || zerofill === true) return true;
  return name === "tinyint" && width === 1 && unsigned !== true;
}

function normalizeDefault(
  held: ColumnDefault | undefined,
  type: ColumnType,
): ColumnDefault | undefined {
  if (held === undefined) return undefined;
  return held.kind === "expression" ? readDefault(held.sql, type) : readValue(held.value, type);
}

/** A character set without a collation has one of the server's choosing: that is left open. */
function normalizeWriting(
  { charset, collation }: Column,
  usual: string | undefined,
): { readonly charset?: string; readonly collation?: string } {
  if (collation !== undefined) return statedWriting(collation, usual);
  return charset === undefined ? {} : { charset: modernName(charset) };
}
