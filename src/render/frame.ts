import ejs from "ejs";
import { AthanorError } from "../error/athanor-error.js";
import { writeBlockComment } from "./comment-text.js";
import type { RevisionHeader } from "./revision-header.js";
import { writeLiteral } from "./literal.js";
import { writeKey } from "./string-literal.js";

/** What a template of revision files is filled with. */
export type FrameValues = {
  readonly header: RevisionHeader;
  /** What stands for the bodies: a statement, or one for each named database. */
  readonly upgrade: string | Readonly<Record<string, string>>;
  readonly downgrade: string | Readonly<Record<string, string>>;
  /** Names of the databases; empty where there is one only. */
  readonly databases: readonly string[];
};

/**
 * The template, filled: `<%= text %>` is safe inside a comment, `<%- literal(value) %>` is the value as code,
 * `<%- property(name) %>` the name as the key of an object.
 *
 * Throws `TEMPLATE_FAILED` with the template's own error as its cause.
 */
export function fillFrame(template: string, { header, ...bodies }: FrameValues): string {
  const { downRevision, ...rest } = header;
  const [first = null] = downRevision;
  const down = downRevision.length > 1 ? downRevision : first;
  const values = {
    ...rest,
    ...bodies,
    downRevision: down,
    revises: downRevision,
    literal: writeLiteral,
    property: writeKey,
  };
  try {
    const escape = (text: unknown) => writeBlockComment(String(text ?? ""));
    return ejs.compile(template, { escape })(values);
  } catch (cause) {
    throw new AthanorError({
      code: "TEMPLATE_FAILED",
      message: `The template of revision files could not be filled: ${messageOf(cause)}`,
      suggestions: ["compare it with the template that `athanor init` writes"],
      cause,
    });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
