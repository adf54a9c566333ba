import type { Resumption, StatementEffect } from "../../src/plugin/session.js";
import { effectOf as plainEffectOf } from "../sql/statement-effect.js";
import { tokenize } from "./text/token.js";

/** How a revision is taken up again that stopped half way: every statement that changes the schema commits by itself. */
export const resumption: Resumption = {
  effectOf,
  isDone: (sql, { code, message }) => {
    if (code === undefined) return false;
    const words = wordsOf(sql);
    return refusals.some(
      ({ codes, begins, says }) =>
        codes.includes(code) &&
        begins.some((begin) => words.startsWith(begin)) &&
        (says === undefined || says.test(message)),
    );
  },
};

function effectOf(sql: string): StatementEffect {
  const words = wordsOf(sql);
  if (/^create (?:.* )?(?:trigger|procedure|function|event|package)\b/.test(words))
    return "definition";
  if (/^(?:load data|load xml)\b/.test(words)) return "rows";
  // Tables that are locked stay so for the session; the words end what is open.
  if (/^(?:lock|unlock) tables?\b/.test(words)) return "session";
  return plainEffectOf(asPlain(sql));
}

/** The first words, as one writes them. */
function wordsOf(sql: string): string {
  const tokens = tokenize(sql).filter(({ kind }) => kind !== "space" && kind !== "comment");
  const words: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind !== "word" && words.length === 0) break;
    if (kind === "word") words.push(text.toLowerCase());
    if (words.length === 12) break;
  }
  return words.join(" ");
}

/** Without what only MySQL writes and other readers stumble over: names in backticks, escaped strings, `#` comments. */
function asPlain(sql: string): string {
  const plain = { quoted: '"x"', string: "'x'", comment: " " } as const;
  return tokenize(sql)
    .map(({ kind, text }) => (kind in plain ? plain[kind as keyof typeof plain] : text))
    .join("");
}

type Refusal = {
  readonly codes: readonly string[];
  readonly begins: readonly string[];
  readonly says?: RegExp;
};

/** What a statement is refused with that has been carried out already: what it makes is there, what it drops is gone. */
const refusals: readonly Refusal[] = [
  {
    codes: ["ER_TABLE_EXISTS_ERROR"],
    begins: ["create table", "create view", "create sequence", "create or", "rename table"],
  },
  { codes: ["ER_NO_SUCH_TABLE"], begins: ["rename table", "drop trigger", "drop index"] },
  {
    codes: ["ER_BAD_TABLE_ERROR", "ER_UNKNOWN_TABLE", "ER_UNKNOWN_VIEW", "ER_UNKNOWN_SEQUENCES"],
    begins: ["drop "],
  },
  {
    codes: [
      "ER_DUP_FIELDNAME",
      "ER_DUP_KEYNAME",
      "ER_FK_DUP_NAME",
      "ER_DUP_CONSTRAINT_NAME",
      "ER_CHECK_CONSTRAINT_DUP_NAME",
      "ER_MULTIPLE_PRI_KEY",
      "ER_CANT_DROP_FIELD_OR_KEY",
      "ER_CHECK_CONSTRAINT_NOT_FOUND",
      "ER_CONSTRAINT_NOT_FOUND",
    ],
    begins: ["alter table", "create index", "create unique", "create fulltext", "create spatial"],
  },
  {
    codes: ["ER_CANT_DROP_FIELD_OR_KEY"],
    begins: ["drop index"],
  },
  {
    codes: ["ER_BAD_FIELD_ERROR", "ER_KEY_DOES_NOT_EXITS", "ER_KEY_DOES_NOT_EXISTS"],
    begins: ["alter table"],
  },
  // The driver calls MariaDB's own numbers by the names that they have in MySQL.
  { codes: ["ER_INNODB_MAX_ROW_VERSION"], begins: ["drop view"], says: /Unknown VIEW/ },
  { codes: ["ER_XA_TEMP_TABLE"], begins: ["drop sequence"], says: /Unknown SEQUENCE/ },
  // What MariaDB says of a foreign key that is there.
  { codes: ["ER_CANT_CREATE_TABLE"], begins: ["alter table"], says: /errno: 121\b/ },
  { codes: ["ER_DB_CREATE_EXISTS"], begins: ["create database", "create schema"] },
  { codes: ["ER_DB_DROP_EXISTS"], begins: ["drop database", "drop schema"] },
  { codes: ["ER_TRG_ALREADY_EXISTS"], begins: ["create "] },
  { codes: ["ER_TRG_DOES_NOT_EXIST"], begins: ["drop trigger"] },
  { codes: ["ER_SP_ALREADY_EXISTS"], begins: ["create "] },
  { codes: ["ER_SP_DOES_NOT_EXIST"], begins: ["drop "] },
];
