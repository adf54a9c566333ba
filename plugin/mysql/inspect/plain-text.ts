/**
 * MySQL reports expressions escaped once more, `concat(_utf8mb4\'a\',...)`, and its strings with their character set.
 * The text as one would write it; MariaDB's stands as it is.
 */
export function plainText(reported: string): string {
  const text = /(^|[^\\'])\\'/.test(withoutStrings(reported)) ? unescapeOnce(reported) : reported;
  return text.replaceAll(/_utf8mb[34](?=')/g, "");
}

function unescapeOnce(text: string): string {
  return text.replaceAll(/\\([\\'])/g, "$1");
}

/** What stands outside of quotes: a backslash there is the server's own escaping. */
function withoutStrings(text: string): string {
  return text.replaceAll(/(?<!\\)'(?:[^'\\]|\\[\s\S]|'')*'|`[^`]*`/g, "");
}
