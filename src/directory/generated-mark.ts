import { readChecked } from "./header.js";

/** What the mark in a revision file says of it: is it as autogenerate wrote it? `unknown`: it has no mark. */
export type Authorship = "generated" | "edited" | "unknown";

const mark = /^(?<name>[ \t]*\*?[ \t]*Generated[ \t]*:[ \t]*)(?<sum>[0-9a-f]+)(?=[ \t]*\r?$)/mu;
const created = /^(?<indent>[ \t]*\*?[ \t]*)Created[ \t]*:[^\r\n]*(?<end>\r?\n)/mu;
const length = 12;

/**
 * The text of a revision file with the mark of what it does, in the comment that says when it was created. Formatting,
 * comments and the place in the history are no part of that. A file without such a comment gets no mark.
 */
export function withMark(path: string, text: string): string {
  const sum = sumOf(path, text);
  if (mark.test(text)) return text.replace(mark, `$<name>${sum}`);
  return text.replace(created, (line: string, indent: string, end: string) => {
    return `${line}${indent}Generated: ${sum}${end}`;
  });
}

export function authorshipOf(path: string, text: string): Authorship {
  const sum = mark.exec(text)?.groups?.["sum"];
  if (sum === undefined) return "unknown";
  return sum === sumOf(path, text) ? "generated" : "edited";
}

function sumOf(path: string, text: string): string {
  return (readChecked(path, text)?.checksum ?? "").slice(0, length);
}
