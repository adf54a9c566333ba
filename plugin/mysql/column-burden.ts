import type { AlterColumn } from "../../src/operation/column-operation.js";
import type { Server } from "../../src/plugin/catalog.js";
import type { Column, Generated } from "../../src/schema/column.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import { sameValue } from "../../src/schema/equality.js";
import type { Table } from "../../src/schema/table.js";
import { without } from "../../src/schema/without.js";
import type { Burden } from "./burden.js";
import { normalizeType } from "./column-type.js";
import { isMariaDb } from "./server.js";

/** What it takes to change a column. */
export function burdenOfColumn(
  { from, to, using, renamed }: AlterColumn,
  table: Table,
  server: Server | undefined,
): Burden {
  if (using !== undefined || renamed !== undefined || from.compressed !== to.compressed)
    return "copy";
  const mariaDb = isMariaDb(server);
  if (!sameValue(from.generated, to.generated))
    return burdenOfGeneration(from.generated, to.generated, mariaDb);
  const resized = burdenOfType(from, to, mariaDb);
  if (resized === "copy" || from.charset !== to.charset) return "copy";
  // MariaDB copies where the column was nullable, MySQL goes on beside others.
  if (from.nullable !== to.nullable) return mariaDb && from.nullable ? "copy" : "online";
  if (from.collation === to.collation) return resized;
  const isKeyed = table.indexes.some(({ keys }) => keys.some(({ column }) => column === from.name));
  return isKeyed && !mariaDb ? "copy" : "light";
}

/** That a column counts no longer, and how a virtual one is computed, MariaDB only notes. */
function burdenOfGeneration(
  from: Generated | undefined,
  to: Generated | undefined,
  mariaDb: boolean,
): Burden {
  const stops = from?.kind === "increment" && to === undefined;
  const virtual = [from, to].every((each) => each?.kind === "expression" && !each.stored);
  return mariaDb && (stops || virtual) ? "catalog" : "copy";
}

function burdenOfType(from: Column, to: Column, mariaDb: boolean): Burden {
  const [old, fresh] = [from, to].map(({ type }) => without(normalizeType(type), "width"));
  if (old === undefined || fresh === undefined || sameValue(old, fresh)) return "catalog";
  if (old.name !== fresh.name) return "copy";
  if (old.name === "varchar")
    return growsInPlace(from, to) ? (mariaDb ? "catalog" : "light") : "copy";
  return appends(old, fresh) ? "catalog" : "copy";
}

/** How long a text is takes one byte up to 255 bytes, and two beyond: to go from one to the other is to write it anew. */
function growsInPlace(from: Column, to: Column): boolean {
  const [old, fresh] = [from, to].map((column) => Number(column.type.length) * bytesOf(column));
  if (old === undefined || fresh === undefined || old > fresh) return false;
  return old > 255 === fresh > 255;
}

/** Bytes that a character may take. */
function bytesOf({ charset, collation = "" }: Column): number {
  const set = charset ?? collation.split("_")[0] ?? "";
  if (/^(latin|ascii|binary|cp\d|koi8|greek|hebrew|tis620|dec8|hp8|swe7)/.test(set)) return 1;
  return set === "utf8mb3" || set === "utf8" ? 3 : 4;
}

/** Values after those that are there change no row, as long as their number takes no more bytes. */
function appends({ values: old = [] }: ColumnType, { name, values: fresh = [] }: ColumnType) {
  const begins = old.length > 0 && old.every((value, at) => fresh[at] === value);
  const bytes = (count: number): number =>
    name === "set" ? Math.ceil(count / 8) : Number(count > 255);
  return begins && bytes(old.length) === bytes(fresh.length);
}
