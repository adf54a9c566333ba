/** Text that cannot end the block comment it stands in; its further lines go on as lines of that comment. */
export function writeBlockComment(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trimEnd());
  return lines.join("\n * ").replace(/ \* $/gm, " *").replaceAll("*/", "*\\/");
}

/** Text as a comment of one line. */
export function writeLineComment(text: string): string {
  return `// ${text.replace(/\s+/g, " ").trim()}`;
}
