/**
 * A statement's text with its values in the place of the placeholders, `$1` or `?` alike. Quoted text, names and comments
 * are passed over.
 */
export function inlineParameters(
  sql: string,
  parameters: readonly unknown[],
  literal: (value: unknown) => string,
): string {
  let position = 0;
  return sql.replace(token, (text, number: string | undefined) => {
    if (number !== undefined) return literal(parameters[Number(number) - 1]);
    return text === "?" && position < parameters.length ? literal(parameters[position++]) : text;
  });
}

/** What is passed over, each alternative to its end: `'…'`, `"…"`, `` `…` ``, `$tag$…$tag$`, `-- …`, and block comments; then `$1` and `?`. */
const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\$([0-9]+)|\$([A-Za-z_]\w*)?\$[^]*?\$\2\$|--[^\n]*|\/\*[^]*?\*\/|\?/g;
