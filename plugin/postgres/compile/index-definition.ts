import { AthanorError } from "../../../src/error/athanor-error.js";
import type {
  CreateIndex,
  DropIndex,
  RenameIndex,
} from "../../../src/operation/index-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { createIndexText } from "../../sql/index-statement.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";

/** `CREATE INDEX`, and its comment. */
export function createIndexStatements(
  table: QualifiedName,
  index: Index,
  how: Pick<CreateIndex, "concurrently" | "ifNotExists"> = {},
): readonly Statement[] {
  if (index.fulltext === true) throw fulltextUnsupported(index);
  const { concurrently, ifNotExists } = how;
  const sql = createIndexText(spatialAsGist(index), {
    name: quoteIdentifier(index.name),
    table: quoteName(table),
    concurrently,
    ifNotExists,
  });
  const create: Statement = concurrently === true ? { sql, transactional: false } : { sql };
  if (concurrently === true) {
    const rest = index.comment === undefined ? [] : [commentStatement(table, index)];
    return [dropInvalid({ ...table, name: index.name }), create, ...rest];
  }
  return index.comment === undefined ? [create] : [create, commentStatement(table, index)];
}

/**
 * A concurrent build that failed leaves an index that is not valid, whose name is taken
 * (https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY). One that somebody is building
 * just now is not valid yet either; whoever builds it holds this lock of its table.
 */
function dropInvalid(index: QualifiedName): Statement {
  const name = quoteName(index);
  const left = `SELECT FROM pg_index i WHERE i.indexrelid = to_regclass(${quoteString(name)}) AND NOT i.indisvalid AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.relation = i.indrelid AND l.granted AND l.mode = 'ShareUpdateExclusiveLock')`;
  const body = `BEGIN IF EXISTS (${left}) THEN DROP INDEX ${name}; END IF; END`;
  return { sql: `DO $athanor$ ${body} $athanor$`, transactional: false, repeatable: true };
}

export function createIndex(operation: CreateIndex): readonly Statement[] {
  return createIndexStatements(operation.table, operation.index, operation);
}

export function dropIndex(operation: DropIndex): readonly Statement[] {
  const { table, index, concurrently, ifExists } = operation;
  const words = [
    "DROP INDEX",
    concurrently === true ? ["CONCURRENTLY"] : [],
    ifExists === true ? ["IF EXISTS"] : [],
    quoteName({ ...table, name: index.name }),
  ];
  const sql = words.flat().join(" ");
  return [concurrently === true ? { sql, transactional: false } : { sql }];
}

export function renameIndex({ table, from, to }: RenameIndex): readonly Statement[] {
  const name = quoteName({ ...table, name: from });
  return [{ sql: `ALTER INDEX ${name} RENAME TO ${quoteIdentifier(to)}` }];
}

function commentStatement(table: QualifiedName, index: Index): Statement {
  const name = quoteName({ ...table, name: index.name });
  return { sql: `COMMENT ON INDEX ${name} IS ${quoteString(index.comment ?? "")}` };
}

function spatialAsGist(index: Index): Index {
  return index.spatial === true && index.using === undefined ? { ...index, using: "gist" } : index;
}

function fulltextUnsupported(index: Index): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_OPERATION",
    message: `Index "${index.name}" is FULLTEXT, which PostgreSQL does not have.`,
    suggestions: ["an index using gin over to_tsvector(...)"],
    facts: { index: index.name },
  });
}
