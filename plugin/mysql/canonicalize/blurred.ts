import type { Column } from "../../../src/schema/column.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { compact } from "../../../src/schema/compact.js";
import { sameValue } from "../../../src/schema/equality.js";
import { findTable, type Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";

/** The wanted schema with the texts that were read, where they are all that can be read of those that are wanted. */
export function likeBlurred(wanted: Schema, actual: Schema): Schema {
  return {
    ...wanted,
    tables: wanted.tables.map((table) => {
      const held = findTable(actual, table);
      if (held === undefined || held === table) return table;
      const like = { ...table, columns: table.columns.map((each) => likeColumn(each, held)) };
      return isBlurred(held.comment, table.comment)
        ? compact({ ...like, comment: held.comment })
        : like;
    }),
  };
}

// A column with a true difference is said again: then in full.
function likeColumn(wanted: Column, { columns }: Table): Column {
  const held = columns.find(({ name }) => name === wanted.name);
  return held !== undefined && sameValue(sharpened(held, wanted), wanted) ? held : wanted;
}

/**
 * Is what was read of a text all that can be read of it? For a character beyond the basic plane, an emoji say,
 * `information_schema` has a question mark.
 */
function isBlurred(read: string | undefined, wanted: string | undefined): boolean {
  if (read === undefined || wanted === undefined || read === wanted) return false;
  return wanted.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "?") === read;
}

/** A column that was read, with its texts as they were wanted where what was read is but their image. */
export function sharpened(read: Column, wanted: Column): Column {
  return compact({
    ...read,
    type: sharpenedType(read.type, wanted.type),
    default: isBlurred(textIn(read.default), textIn(wanted.default))
      ? wanted.default
      : read.default,
    comment: isBlurred(read.comment, wanted.comment) ? wanted.comment : read.comment,
  });
}

function sharpenedType(read: ColumnType, { values = [] }: ColumnType): ColumnType {
  if (read.values === undefined) return read;
  const sharp = read.values.map((each, at) => {
    const { [at]: asked = each } = values;
    return isBlurred(each, asked) ? asked : each;
  });
  return { ...read, values: sharp };
}

function textIn(held: ColumnDefault | undefined): string | undefined {
  return held?.kind === "value" && typeof held.value === "string" ? held.value : undefined;
}
