import type { Connection } from "../../src/plugin/connection.js";
import type { Resumption, StatementEffect } from "../../src/plugin/session.js";
import { nameIn, tokenize, type Token } from "../sql/tokens.js";
import { quoteIdentifier } from "../sql/quote.js";
import { textOf } from "./row.js";

/** How a revision is taken up again that commits on its way. Of what no transaction may hold, the catalog tells whether it was carried out. */
export const resumption: Resumption = {
  effectOf,
  outcomeOf: async (connection, sql) => {
    const build = buildIn(sql);
    return build === undefined ? undefined : outcomeOfBuild(connection, build);
  },
  isDone: (sql, { code = "" }) => {
    const words = wordsOf(piecesOf(sql)[0] ?? []).join(" ");
    return refusals.some(({ begins, codes }) => words.startsWith(begins) && codes.includes(code));
  },
};

/** What a statement is refused with that has been carried out already. */
const refusals: readonly { readonly begins: string; readonly codes: readonly string[] }[] = [
  { begins: "create database", codes: ["42P04"] },
  { begins: "drop database", codes: ["3D000"] },
  { begins: "create tablespace", codes: ["42710"] },
  { begins: "drop tablespace", codes: ["42704"] },
  { begins: "create subscription", codes: ["42710"] },
  { begins: "drop subscription", codes: ["42704"] },
  { begins: "alter table", codes: ["42P01"] },
];

function effectOf(sql: string): StatementEffect {
  const pieces = piecesOf(sql);
  const [first = []] = pieces;
  const words = wordsOf(first);
  // The body of a function holds statements of its own.
  if (words[0] === "create" && words.includes("atomic")) return "rows";
  if (pieces.length < 2) return effectOfOne(first, words);
  const effects = pieces.map((piece) => effectOfOne(piece, wordsOf(piece)));
  if (effects.some((effect) => effect === "definition" || effect === "unknown")) return "unknown";
  return (["rows", "session"] as const).find((effect) => effects.includes(effect)) ?? "read";
}

function effectOfOne(piece: readonly Token[], words: readonly string[]): StatementEffect {
  const [first = "", second = ""] = words;
  switch (first) {
    case "with":
    case "explain":
      return words.some((word) => changes.has(word)) ? "rows" : "read";
    case "select":
      return words.includes("set_config") ? "session" : "read";
    case "set":
      return ["local", "constraints", "transaction"].includes(second) ? "rows" : "session";
    case "create":
    case "alter":
    case "drop":
      return effectOfDefinition(words);
    case "do":
      return piece.some(
        ({ kind, text }) => kind === "string" && /\b(?:commit|rollback|call)\b/i.test(text),
      )
        ? "unknown"
        : "rows";
    case "reindex":
      return /\b(?:concurrently|database|schema|system)\b/.test(words.join(" "))
        ? "definition"
        : "rows";
    case "cluster":
      return words.length === 1 ? "definition" : "rows";
    default:
      return effects[first] ?? "unknown";
  }
}

const changes: ReadonlySet<string> = new Set(["insert", "update", "delete", "merge", "create"]);

/** https://www.postgresql.org/docs/current/sql-commands.html: those that "cannot be executed inside a transaction block". */
function effectOfDefinition(words: readonly string[]): StatementEffect {
  const text = words.slice(0, 6).join(" ");
  if (/^create (?:or replace )?(?:local |global )?temp(?:orary)?\b/.test(text)) return "session";
  if (/^create (?:unique )?index concurrently on\b/.test(text)) return "unknown";
  if (/^(?:create|drop) (?:unique )?index concurrently\b/.test(text)) return "definition";
  if (/^(?:create|drop) (?:database|tablespace)\b/.test(text)) return "definition";
  if (/^(?:create|alter|drop) subscription\b/.test(text)) return "definition";
  if (/^alter (?:system\b|database .* tablespace\b)/.test(words.join(" "))) return "definition";
  const detaches = words.includes("detach") && words.includes("concurrently");
  return detaches ? "definition" : "rows";
}

const effects: Readonly<Record<string, StatementEffect>> = {
  values: "read",
  table: "read",
  show: "read",
  insert: "rows",
  update: "rows",
  delete: "rows",
  merge: "rows",
  copy: "rows",
  truncate: "rows",
  lock: "rows",
  comment: "rows",
  security: "rows",
  grant: "rows",
  revoke: "rows",
  reassign: "rows",
  refresh: "rows",
  import: "rows",
  analyze: "rows",
  notify: "rows",
  declare: "rows",
  fetch: "rows",
  move: "rows",
  close: "rows",
  execute: "rows",
  savepoint: "rows",
  release: "rows",
  rollback: "rows",
  checkpoint: "rows",
  vacuum: "definition",
  reset: "session",
  discard: "session",
  listen: "session",
  unlisten: "session",
  load: "session",
  prepare: "session",
  deallocate: "session",
};

/** The statements of a text, each without what is no code. */
function piecesOf(sql: string): readonly (readonly Token[])[] {
  const pieces: Token[][] = [[]];
  for (const token of tokenize(sql)) {
    if (token.kind === "space" || token.kind === "comment") continue;
    if (token.text === ";") pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** Bare words, folded; a quoted name is no keyword, whatever it says. */
function wordsOf(piece: readonly Token[]): readonly string[] {
  return piece.flatMap(({ kind, text }) => {
    if (kind === "quoted") return ['"'];
    return kind === "word" ? [text.toLowerCase()] : [];
  });
}

/** An index that is made or dropped concurrently. */
type Build = { readonly isMade: boolean; readonly name: string; readonly table?: string };

function buildIn(sql: string): Build | undefined {
  const [piece = []] = piecesOf(sql);
  const words = piece.map(({ text }) => text.toLowerCase());
  const at = words.indexOf("concurrently");
  const isMade = words[0] === "create";
  if (at === -1 || at > 3 || words[at - 1] !== "index" || !(isMade || words[0] === "drop")) {
    return undefined;
  }
  const rest = piece.slice(
    at + 1 + (words[at + 1] === "if" ? words.indexOf("exists", at) - at : 0),
  );
  const { text: name, length } = nameAt(rest);
  const after = rest.slice(length).map(({ text }) => text.toLowerCase());
  if (!isMade) return { isMade, name };
  const on = after[0] === "on" ? length + (after[1] === "only" ? 2 : 1) : undefined;
  return on === undefined ? undefined : { isMade, name, table: nameAt(rest.slice(on)).text };
}

/** The name that a piece begins with, qualified or not, as SQL. */
function nameAt(piece: readonly Token[]): { readonly text: string; readonly length: number } {
  const parts = [piece[0], piece[1]?.text === "." ? piece[2] : undefined];
  const names = parts.flatMap((token) => (token === undefined ? [] : (nameIn(token) ?? [])));
  return { text: names.map(quoteIdentifier).join("."), length: names.length * 2 - 1 };
}

/**
 * Whoever builds an index concurrently holds this lock of its table from the beginning to the end: who gets it sees what
 * became of the build.
 */
async function outcomeOfBuild(connection: Connection, build: Build): Promise<"done" | "undone"> {
  const before = await findIndex(connection, build);
  const table = build.table ?? before?.table;
  if (table !== undefined) {
    await connection.begin("BEGIN");
    await connection.query(`LOCK TABLE ${table} IN SHARE UPDATE EXCLUSIVE MODE`);
    await connection.commit();
  }
  const found = await findIndex(connection, build);
  if (!build.isMade) return found === undefined ? "done" : "undone";
  if (found === undefined) return "undone";
  if (found.isValid) return "done";
  await connection.query(`DROP INDEX CONCURRENTLY ${found.name}`);
  return "undone";
}

async function findIndex(connection: Connection, { name, table }: Build) {
  const [row] = await connection.query(indexQuery, [name, table ?? null]);
  if (row === undefined) return undefined;
  return {
    name: textOf(row, "name") ?? name,
    table: textOf(row, "table"),
    isValid: row["valid"] === true,
  };
}

/** An index lies in the schema of its table, whatever the search path is. */
const indexQuery = `
SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS "table", i.indisvalid AS valid
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE CASE WHEN $2::text IS NULL THEN i.indexrelid = to_regclass($1)
  ELSE c.relname = (parse_ident($1))[array_upper(parse_ident($1), 1)] AND i.indrelid = to_regclass($2) END`;
