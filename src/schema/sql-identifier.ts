/**
 * The columns and tables that a piece of SQL names, found without knowing the dialect: string literals, comments,
 * casts and function names are passed over; bare words are compared without regard to case, quoted ones exactly.
 */

const token = new RegExp(
  [
    String.raw`[eE]'(?:[^'\\]|\\.|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`\$(\w*)\$[\s\S]*?\$\1\$`,
    String.raw`--[^\n]*|/\*[\s\S]*?\*/`,
    String.raw`::\s*(?:"(?:[^"]|"")*"|[A-Za-z_][\w$]*)`,
    String.raw`(?<quoted>"(?:[^"]|"")*"|` + "`(?:[^`]|``)*`" + String.raw`|\[[A-Za-z_][^\],]*\])`,
    String.raw`(?<bare>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)(?!\s*\()`,
    // A function's name, whole: so that its tail is not taken for a word of its own.
    String.raw`[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*`,
  ].join("|"),
  "g",
);

/** Every identifier the SQL may be naming: quoted ones as they are, bare ones in lower case too. */
export function identifiersIn(sql: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const match of sql.matchAll(token)) {
    const { quoted, bare } = match.groups ?? {};
    if (quoted !== undefined) found.add(unquote(quoted));
    if (bare !== undefined) found.add(bare).add(bare.toLowerCase());
  }
  return found;
}

export function mentions(sql: string, name: string): boolean {
  const found = identifiersIn(sql);
  return found.has(name) || found.has(name.toLowerCase());
}

/** The same SQL with one column under its new name. A qualifier before a dot is left as it is. */
export function renameIdentifier(sql: string, from: string, to: string): string {
  return sql.replace(token, (text: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as { quoted?: string; bare?: string };
    const end = (rest.at(-3) as number) + text.length;
    if (/^\s*\./.test(sql.slice(end, end + 8))) return text;
    if (groups.quoted !== undefined) {
      return unquote(groups.quoted) === from ? requote(groups.quoted, to) : text;
    }
    const same = groups.bare?.toLowerCase() === from.toLowerCase();
    return same ? bareOrQuoted(to) : text;
  });
}

function unquote(quoted: string): string {
  const mark = quoted.charAt(quoted.length - 1);
  return quoted.slice(1, -1).replaceAll(mark + mark, mark);
}

function requote(quoted: string, name: string): string {
  const [open, close] = [quoted.charAt(0), quoted.charAt(quoted.length - 1)];
  return open + name.replaceAll(close, close + close) + close;
}

function bareOrQuoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : requote('""', name);
}
