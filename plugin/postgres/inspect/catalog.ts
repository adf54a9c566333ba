import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type { Enum } from "../../../src/schema/enum.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import { flagOf, requiredText, textOf, textsOf } from "../row.js";
import { countingOf, normalizeSequence } from "../sequence.js";
import { inScope, namespacesOf, schemaOf } from "./namespace.js";

/** Enum types, sorted by name; those of extensions are left out. */
export async function readEnums(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<readonly Enum[]> {
  const rows = await connection.query(enumQuery, [namespacesOf(server, scope)]);
  const all = rows.map((row) => ({
    ...schemaOf(server, textOf(row, "schema")),
    name: requiredText(row, "name"),
    values: textsOf(row, "values"),
  }));
  return all.filter((each) => scope.includeName?.(each) ?? true);
}

/** Sequences that no column owns, sorted by name. */
export async function readSequences(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<readonly Sequence[]> {
  const rows = await connection.query(sequenceQuery, [namespacesOf(server, scope)]);
  const all = rows.map((row) => sequenceOf(row, server));
  return all.filter((each) => scope.includeName?.(each) ?? true);
}

/** The schemas beyond the default one that exist, in which of them there is more than is read, and the extensions. */
export async function readSpaces(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<Pick<Schema, "schemas" | "occupied" | "extensions">> {
  const rows = await connection.query(spaceQuery, [namespacesOf(server, scope)]);
  const isDefault = (row: Row): boolean => row["name"] === server.defaultSchema;
  const schemas = rows.filter((row) => row["kind"] === "schema" && !isDefault(row));
  const extensions = rows.filter((row) => row["kind"] === "extension");
  const occupied = schemas.filter((row) => flagOf(row, "occupied"));
  return {
    schemas: schemas.map((row) => requiredText(row, "name")),
    ...(occupied.length === 0
      ? {}
      : { occupied: occupied.map((row) => requiredText(row, "name")) }),
    extensions: extensions.map((row) => ({
      name: requiredText(row, "name"),
      ...schemaOf(server, textOf(row, "schema")),
    })),
  };
}

function sequenceOf(row: Row, server: Server): Sequence {
  const sequence = {
    ...schemaOf(server, textOf(row, "schema")),
    name: requiredText(row, "name"),
    type: textOf(row, "type"),
    ...countingOf(row),
  };
  return normalizeSequence(compact(sequence));
}

const enumQuery = `
SELECT n.nspname::text AS schema, t.typname::text AS name,
  ARRAY(SELECT l.enumlabel::text FROM pg_enum l WHERE l.enumtypid = t.oid ORDER BY l.enumsortorder) AS values
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${inScope} AND NOT EXISTS (
  SELECT FROM pg_depend e
  WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')
ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"`;

const sequenceQuery = `
SELECT n.nspname::text AS schema, c.relname::text AS name, format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start,
  s.seqincrement::text AS increment, s.seqmin::text AS minimum, s.seqmax::text AS maximum,
  s.seqcache::text AS cache, s.seqcycle AS cycle
FROM pg_sequence s
JOIN pg_class c ON c.oid = s.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE ${inScope} AND NOT EXISTS (
  SELECT FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`;

const spaceQuery = `
SELECT 'schema' AS kind, n.nspname::text COLLATE "C" AS name, NULL AS schema, EXISTS (
    SELECT FROM pg_depend d
    LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
      AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT c.relispartition
    LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid AND t.typtype = 'e'
    WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid AND (
      c.oid IS NULL AND t.oid IS NULL OR EXISTS (
        SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e'))
  ) AS occupied
FROM pg_namespace n WHERE ${inScope}
UNION ALL
SELECT 'extension', x.extname::text COLLATE "C", n.nspname::text, NULL
FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
WHERE x.extname <> 'plpgsql'
ORDER BY 1, 2`;
