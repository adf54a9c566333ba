import { AthanorError } from "../../../src/error/athanor-error.js";
import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { requiredText, textOf } from "../row.js";
import { serverErrorOf } from "../server-error.js";
import { inScope, namespacesOf } from "./namespace.js";

/**
 * What reads the catalogs; where the server refuses to say a text because it is no UTF-8, the error names what holds it.
 * So it is in databases with the encoding SQL_ASCII, which take any bytes.
 *
 * @throws AthanorError `TEXT_NOT_UTF8`.
 */
export async function readingUtf8<Result>(
  connection: Connection,
  server: Server,
  scope: Scope,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (serverErrorOf(error).code !== "22021") throw error;
    throw notUtf8(await findForeignTexts(connection, server, scope), error);
  }
}

/** Beside the connection: a transaction on it has been aborted by the refusal. */
async function findForeignTexts(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<readonly string[]> {
  const beside = await connection.open();
  try {
    const rows = await beside.query(textQuery, [namespacesOf(server, scope)]);
    return rows.filter((row) => !isUtf8(bytesOf(row, "text"))).map(placeOf);
  } finally {
    await beside.close();
  }
}

function notUtf8(places: readonly string[], cause: unknown): AthanorError {
  const [what, is] = places.length === 1 ? ["this text", "is"] : ["these texts", "are"];
  const list = places.slice(0, most).join(", ");
  const more = places.length > most ? `, and ${String(places.length - most)} more` : "";
  const which = places.length === 0 ? "a text of its catalogs is" : `${what} ${is}`;
  return new AthanorError({
    code: "TEXT_NOT_UTF8",
    message: `The database takes any bytes for text (SQL_ASCII), and ${which} no UTF-8${places.length === 0 ? "" : `: ${list}${more}`}. Athanor reads no text that it could not write back.`,
    suggestions: [
      "Say the text anew in UTF-8 (COMMENT ON, ALTER ... RENAME TO, SET DEFAULT, CREATE OR REPLACE VIEW)",
      "Dump the database in the encoding that its texts are in, and load it into one with ENCODING 'UTF8'",
    ],
    facts: { places },
    cause,
  });
}

const most = 10;

/** `the comment on column "caf\xe9" of "item"`. */
function placeOf(row: Row): string {
  const owner = textOf(row, "owner") === undefined ? "" : ` of "${said(bytesOf(row, "owner"))}"`;
  return `${requiredText(row, "what")} "${said(bytesOf(row, "subject"))}"${owner}`;
}

function bytesOf(row: Row, column: string): Buffer {
  return Buffer.from(requiredText(row, column), "hex");
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
}

function said(bytes: Buffer): string {
  return isUtf8(bytes)
    ? bytes.toString("utf8")
    : bytes
        .toString("latin1")
        .replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

// Everything as hexadecimal digits, which the server says whatever the bytes.
const textQuery = `
WITH n AS (SELECT n.oid, n.nspname FROM pg_namespace n WHERE ${inScope}),
c AS (
  SELECT c.oid, c.relname, c.relkind, CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index' WHEN 'v' THEN 'view'
    WHEN 'm' THEN 'view' ELSE 'table' END AS kind
  FROM pg_class c WHERE c.relnamespace IN (SELECT oid FROM n) AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i')
),
a AS (
  SELECT a.attrelid, a.attnum, a.attname, c.relname FROM pg_attribute a JOIN c ON c.oid = a.attrelid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')
),
found (what, subject, owner, text) AS (
  SELECT 'the name of schema', nspname, NULL::name, nspname::text FROM n
  UNION ALL SELECT 'the name of ' || kind, relname, NULL, relname::text FROM c
  UNION ALL SELECT 'the name of column', attname, relname, attname::text FROM a
  UNION ALL SELECT 'the default of column', a.attname, a.relname, pg_get_expr(v.adbin, v.adrelid)
    FROM a JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
  UNION ALL SELECT 'the comment on column', a.attname, a.relname, d.description
    FROM a JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
  UNION ALL SELECT 'the comment on ' || c.kind, c.relname, NULL, d.description
    FROM c JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
  UNION ALL SELECT 'the definition of view', c.relname, NULL, pg_get_viewdef(c.oid) FROM c WHERE c.kind = 'view'
  UNION ALL SELECT 'the definition of index', c.relname, NULL, pg_get_indexdef(c.oid) FROM c WHERE c.kind = 'index'
  UNION ALL SELECT 'constraint', k.conname, c.relname, k.conname || ' ' || pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN c ON c.oid = k.conrelid
  UNION ALL SELECT 'the name of enum', t.typname, NULL, t.typname::text
    FROM pg_type t WHERE t.typtype = 'e' AND t.typnamespace IN (SELECT oid FROM n)
  UNION ALL SELECT 'a value of enum', t.typname, NULL, l.enumlabel::text
    FROM pg_type t JOIN pg_enum l ON l.enumtypid = t.oid WHERE t.typnamespace IN (SELECT oid FROM n)
)
SELECT what, encode(convert_to(subject::text, 'SQL_ASCII'), 'hex') AS subject,
  encode(convert_to(owner::text, 'SQL_ASCII'), 'hex') AS owner, encode(convert_to(text, 'SQL_ASCII'), 'hex') AS text
FROM found ORDER BY 1, 3, 2`;
