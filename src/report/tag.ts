import { colour } from "./colour.js";
import type { Tag, TagsResult } from "../action/tag.js";

/** One line a tag: name, revision, message. */
export function describeTags({ tags }: TagsResult): string {
  if (tags.length === 0) return "There are no tags.";
  const width = Math.max(...tags.map(({ tag }) => tag.length));
  return tags.map((tag) => `${colour.cyan(tag.tag.padEnd(width))} -> ${target(tag)}`).join("\n");
}

function target({ revision, exists, message }: Tag): string {
  if (!exists) return `${colour.yellow(revision)} ${colour.red("(no file has this revision)")}`;
  return `${colour.yellow(revision)}${message === "" ? "" : ` ${message.split("\n")[0] ?? ""}`}`;
}
