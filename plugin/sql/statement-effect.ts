import type { StatementEffect } from "../../src/plugin/session.js";
import { tokenize } from "./tokens.js";

/**
 * What a statement does, by its first words. A text of several statements is `unknown`.
 *
 * @example effectOf("INSERT INTO users VALUES (1)"); // "rows"
 */
export function effectOf(sql: string): StatementEffect {
  const tokens = tokenize(sql).filter(({ kind }) => kind !== "space" && kind !== "comment");
  const end = tokens.findIndex(({ text }) => text === ";");
  if (end !== -1 && end < tokens.length - 1) return "unknown";
  const words = tokens.flatMap(({ kind, text }) => (kind === "word" ? [text.toLowerCase()] : []));
  const [first = "", second = ""] = words;
  if (second === "temporary" || second === "temp") return "session";
  if (first === "with") return words.some((word) => changes.has(word)) ? "rows" : "read";
  return effects[first] ?? "unknown";
}

const changes: ReadonlySet<string> = new Set(["insert", "update", "delete", "replace"]);

const effects: Readonly<Record<string, StatementEffect>> = {
  select: "read",
  show: "read",
  describe: "read",
  explain: "read",
  values: "read",
  table: "read",
  insert: "rows",
  update: "rows",
  delete: "rows",
  replace: "rows",
  savepoint: "rows",
  release: "rows",
  rollback: "rows",
  create: "definition",
  alter: "definition",
  drop: "definition",
  rename: "definition",
  truncate: "definition",
  analyze: "definition",
  optimize: "definition",
  grant: "definition",
  revoke: "definition",
  comment: "definition",
  set: "session",
  use: "session",
  pragma: "session",
};
