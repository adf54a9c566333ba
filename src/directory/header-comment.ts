import type { Comment } from "oxc-parser";

/** What the comment at the top of a revision file tells. */
export type HeaderComment = {
  readonly message: string;
  /** ISO 8601; empty where the comment does not tell. */
  readonly created: string;
};

/** Where the message ends: at the fields, or at the tags of a doc comment. */
const FIELD = /^(?:(?:Revision|Revises|Created)\s*:|@\w)/u;
const CREATED = /^Created\s*:\s*(?<value>.*)$/mu;

/** Reads the block comment that carries the fields; failing that, the first doc comment above the code. */
export function readComment(comments: readonly Comment[], codeStart: number): HeaderComment {
  const blocks = comments.filter((comment) => comment.type === "Block");
  const texts = blocks.map(({ value, start }) => ({ text: stripStars(value), start, value }));
  const found =
    texts.find(({ text }) => CREATED.test(text)) ??
    texts.find(({ value, start }) => value.startsWith("*") && start < codeStart);
  if (found === undefined) return { message: "", created: "" };
  const lines = found.text.split("\n");
  const fields = lines.findIndex((line) => FIELD.test(line));
  const told = fields === -1 ? lines : lines.slice(0, fields);
  const created = CREATED.exec(found.text)?.groups?.["value"]?.trim() ?? "";
  return {
    // As it was before it was made safe to stand in a comment.
    message: told.join("\n").trim().replaceAll("*\\/", "*/"),
    created: Number.isNaN(Date.parse(created)) ? "" : created,
  };
}

function stripStars(comment: string): string {
  return comment
    .split(/\r?\n/u)
    .map((line) => line.replace(/^\s*\*? ?/u, "").trimEnd())
    .join("\n");
}
