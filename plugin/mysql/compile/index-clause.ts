import type { Server } from "../../../src/plugin/catalog.js";
import type { UniqueConstraint } from "../../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import { compact } from "../../../src/schema/compact.js";
import { quoteIdentifier } from "../quote-name.js";
import { isMariaDb } from "../server.js";
import { quoteText } from "../text/quote-text.js";
import { unsupported } from "./unsupported.js";

/**
 * An index as CREATE TABLE and ADD spell it: `` UNIQUE INDEX `x` (`a`(10), `b` DESC) ``.
 *
 * @throws AthanorError `UNSUPPORTED_OPERATION`
 */
export function indexClause(index: Index, server: Server | undefined): string {
  refuseForeign(index);
  const parts = [
    kindOf(index),
    index.name === "" ? "" : quoteIdentifier(index.name),
    `(${index.keys.map((key) => keyText(key, server)).join(", ")})`,
    index.using === undefined ? "" : `USING ${index.using.toUpperCase()}`,
    index.parser === undefined ? "" : `WITH PARSER ${quoteIdentifier(index.parser)}`,
    index.comment === undefined ? "" : `COMMENT ${quoteText(index.comment)}`,
    index.invisible === true ? hiddenWord(server) : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** A unique constraint is the unique index that it is: the server names one that has no name. */
export function uniqueAsIndex(unique: UniqueConstraint): Index {
  if (unique.deferrable !== undefined)
    throw unsupported("deferrable constraints", "Leave `deferrable` out.");
  const { name = "", columns, include, nullsNotDistinct } = unique;
  const keys = columns.map((column) => ({ column }));
  return compact({ name, keys, unique: true, include, nullsNotDistinct });
}

function kindOf({ unique, fulltext, spatial }: Index): string {
  if (fulltext === true) return "FULLTEXT INDEX";
  if (spatial === true) return "SPATIAL INDEX";
  return unique ? "UNIQUE INDEX" : "INDEX";
}

function hiddenWord(server: Server | undefined): string {
  return server !== undefined && isMariaDb(server) ? "IGNORED" : "INVISIBLE";
}

function keyText(key: IndexKey, server: Server | undefined): string {
  const foreign = key.nulls ?? key.collation ?? key.operatorClass;
  if (foreign !== undefined)
    throw unsupported(
      "order of NULLs, collation or operator class in the key of an index",
      "Leave it out, or give the column the collation.",
    );
  const direction = key.descending === true ? " DESC" : "";
  if (key.column === undefined) return `(${expressionOf(key, server)})${direction}`;
  const length = key.length === undefined ? "" : `(${key.length})`;
  return `${quoteIdentifier(key.column)}${length}${direction}`;
}

function expressionOf({ expression = "" }: IndexKey, server: Server | undefined): string {
  if (server === undefined || !isMariaDb(server)) return expression;
  throw unsupported(
    "indexes over an expression",
    `Add a virtual column for it (asExpression: ${JSON.stringify(expression)}) and index that.`,
    "MariaDB has",
  );
}

function refuseForeign({ where, include, nullsNotDistinct, parameters, using }: Index): void {
  if (where !== undefined)
    throw unsupported(
      "partial indexes",
      "Index a virtual column that is NULL for the rows to leave out: asExpression: `IF(<condition>, <column>, NULL)`.",
    );
  if (include !== undefined)
    throw unsupported("indexes that carry columns along", "Make them keys of the index.");
  if (nullsNotDistinct === true)
    throw unsupported(
      "unique indexes in which NULLs are equal",
      "Index a virtual column that gives NULL a value: asExpression: `IFNULL(<column>, '')`.",
    );
  if (parameters !== undefined)
    throw unsupported("storage parameters of indexes", "Leave them out.");
  if (using !== undefined && !/^(?:b-?tree|hash|rtree)$/i.test(using))
    throw unsupported(`index method "${using}"`, 'Leave it out, or say `using: "hash"` (MEMORY).');
}
