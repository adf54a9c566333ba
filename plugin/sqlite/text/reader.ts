import { AthanorError } from "../../../src/error/athanor-error.js";
import { isSymbol, isWord, nameOfToken, tokenize, type Token } from "./token.js";

/** Walks over the tokens of one SQL text. */
export type Reader = {
  readonly sql: string;
  readonly peek: (ahead?: number) => Token | undefined;
  readonly next: () => Token;
  /** Passes over these bare words, if all of them come next. */
  readonly words: (...words: readonly string[]) => boolean;
  /** Passes over this symbol, if it comes next. */
  readonly symbol: (symbol: string) => boolean;
  readonly expectSymbol: (symbol: string) => void;
  /** The name that comes next, in whatever quotes. */
  readonly name: () => string;
  /** Passes over `( ... )` and gives the text between, without surrounding blanks and comments. */
  readonly parenthesised: () => string;
  /** Passes over everything up to the first of these at this depth and gives the tokens passed. */
  readonly until: (stop: (token: Token) => boolean) => readonly Token[];
  /** The text from one token to another, as written. */
  readonly slice: (tokens: readonly Token[]) => string;
  readonly fail: (wanted: string) => never;
};

/** @throws AthanorError `UNREADABLE_SQL` from its methods, where the text is not what the caller expects. */
export function readSql(sql: string): Reader {
  const tokens = tokenize(sql);
  let at = 0;
  const fail = (wanted: string): never => refuse(sql, wanted, tokens[at]);
  const next = (): Token => tokens[at++] ?? fail("more text");
  const take = (count: number, found: boolean): boolean => {
    if (found) at += count;
    return found;
  };
  const symbol = (text: string): boolean => take(1, isSymbol(tokens[at], text));
  const expectSymbol = (text: string): void => void (symbol(text) || fail(text));
  const until = (stop: (token: Token) => boolean): readonly Token[] => {
    const start = at;
    at = endOf(tokens, start, stop);
    return tokens.slice(start, at);
  };
  const slice = (part: readonly Token[]): string => sqlOf(sql, part);
  return {
    sql,
    peek: (ahead = 0) => tokens[at + ahead],
    next,
    words: (...words) =>
      take(
        words.length,
        words.every((word, ahead) => isWord(tokens[at + ahead], word)),
      ),
    symbol,
    expectSymbol,
    name: () => (isName(tokens[at]) ? nameOfToken(next()) : fail("a name")),
    parenthesised: () => {
      expectSymbol("(");
      const inner = slice(until(() => false));
      expectSymbol(")");
      return inner;
    },
    until,
    slice,
    fail,
  };
}

/** The text from the first of the tokens to the last, as written. */
export function sqlOf(sql: string, tokens: readonly Token[]): string {
  return sql.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}

function isName(token: Token | undefined): boolean {
  return token !== undefined && ["word", "name", "string"].includes(token.kind);
}

/** Where the first token that stops, or the parenthesis that closes what surrounds us, is. */
function endOf(tokens: readonly Token[], start: number, stop: (token: Token) => boolean): number {
  let depth = 0;
  for (let at = start; ; at += 1) {
    const token = tokens[at];
    if (token === undefined || (depth === 0 && (stop(token) || isSymbol(token, ")")))) return at;
    if (isSymbol(token, "(")) depth += 1;
    if (isSymbol(token, ")")) depth -= 1;
  }
}

function refuse(sql: string, wanted: string, found: Token | undefined): never {
  const place =
    found === undefined ? "at its end" : `at "${found.text}" (character ${found.start + 1})`;
  throw new AthanorError({
    code: "UNREADABLE_SQL",
    message: `This SQL cannot be read ${place}, where ${wanted} should stand: ${sql}`,
    facts: { sql, wanted, position: found?.start ?? sql.length },
  });
}
