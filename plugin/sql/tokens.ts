/** A piece of SQL text. All pieces of a text, put together, are the text. */
export type Token = {
  readonly kind: "word" | "quoted" | "string" | "number" | "space" | "comment" | "symbol";
  readonly text: string;
};

/**
 * Cuts SQL text into pieces, so that what looks like code inside strings and comments is left alone.
 *
 * `a::text = 'b'` gives `a`, `:`, `:`, `text`, ` `, `=`, ` `, `'b'`.
 */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < sql.length) {
    const token = tokenAt(sql, position);
    tokens.push(token);
    position += token.text.length;
  }
  return tokens;
}

/** The names a text mentions: bare words folded to lower case, quoted ones as they stand. */
export function namesIn(sql: string): ReadonlySet<string> {
  return new Set(tokenize(sql).flatMap((token) => nameIn(token) ?? []));
}

/** The name that a token stands for, where it is one. */
export function nameIn(token: Token): string | undefined {
  if (token.kind === "word") return token.text.toLowerCase();
  return token.kind === "quoted" ? token.text.slice(1, -1).replaceAll('""', '"') : undefined;
}

function tokenAt(sql: string, position: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const found = pattern.exec(sql);
    if (found !== null) return { kind, text: found[0] };
  }
  return { kind: "symbol", text: String.fromCodePoint(sql.codePointAt(position) ?? 0) };
}

const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["space", /\s+/y],
  ["comment", /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["string", /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y],
  ["string", /(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*(?:'|$)/y],
  ["string", /\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/y],
  ["quoted", /"(?:[^"]|"")*(?:"|$)/y],
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["word", /[\p{L}_][\p{L}\p{N}_$]*/uy],
];
