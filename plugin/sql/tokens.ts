/** A piece of SQL text. All pieces of a text, put together, are the text. */
export type Token = {
  readonly kind: "word" | "quoted" | "string" | "number" | "space" | "comment" | "symbol";
  readonly text: string;
};

/** What a piece of each kind looks like, the likeliest first. Patterns are sticky. */
export type TokenPatterns = readonly (readonly [Token["kind"], RegExp])[];

export type Tokenize = (sql: string) => readonly Token[];

/** Cuts SQL text into pieces by these patterns; what none of them knows is a symbol of one character. */
export function tokenizerOf(patterns: TokenPatterns): Tokenize {
  return (sql) => {
    const tokens: Token[] = [];
    let position = 0;
    while (position < sql.length) {
      const token = tokenAt(sql, position, patterns);
      tokens.push(token);
      position += token.text.length;
    }
    return tokens;
  };
}

function tokenAt(sql: string, position: number, patterns: TokenPatterns): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const found = pattern.exec(sql);
    if (found !== null) return { kind, text: found[0] };
  }
  return { kind: "symbol", text: String.fromCodePoint(sql.codePointAt(position) ?? 0) };
}

/**
 * Cuts SQL text into pieces, as the standard and PostgreSQL read it, so that what looks like code inside strings and
 * comments is left alone.
 *
 * `a::text = 'b'` gives `a`, `:`, `:`, `text`, ` `, `=`, ` `, `'b'`.
 */
export const tokenize = tokenizerOf([
  ["space", /\s+/y],
  ["comment", /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["string", /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y],
  ["string", /(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*(?:'|$)/y],
  ["string", /\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/y],
  ["quoted", /"(?:[^"]|"")*(?:"|$)/y],
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["word", /[\p{L}_][\p{L}\p{N}_$]*/uy],
]);

/** The names a text mentions: bare words folded to lower case, quoted ones as they stand. */
export function namesIn(sql: string): ReadonlySet<string> {
  return new Set(tokenize(sql).flatMap((token) => nameIn(token) ?? []));
}

/** The name that a token stands for, where it is one. */
export function nameIn(token: Token): string | undefined {
  if (token.kind === "word") return token.text.toLowerCase();
  return token.kind === "quoted" ? token.text.slice(1, -1).replaceAll('""', '"') : undefined;
}
