import ejs from "ejs";
import { writeBlockComment } from "./comment-text.js";
import type { RevisionHeader } from "./revision-header.js";
import { writeLiteral } from "./literal.js";
import { writeKey } from "./string-literal.js";
import { templateFailure } from "./template-failure.js";

/** What a template of revision files is filled with. */
export type FrameValues = {
  readonly header: RevisionHeader;
  /** What stands for the bodies: a statement, or one for each named database. */
  readonly upgrade: string | Readonly<Record<string, string>>;
  readonly downgrade: string | Readonly<Record<string, string>>;
  /** Names of the databases; empty where there is one only. */
  readonly databases: readonly string[];
};

/** Text of an EJS template, and where it lies, for messages. */
export type FrameTemplate = { readonly text: string; readonly path: string | undefined };

/**
 * The template, filled: `<%= text %>` is safe inside a comment, `<%- literal(value) %>` is the value as code,
 * `<%- property(name) %>` the name as the key of an object.
 *
 * Throws `TEMPLATE_FAILED` with the line of the template, and the template's own error as its cause.
 */
export async function fillFrame(
  { text, path }: FrameTemplate,
  { header, ...bodies }: FrameValues,
): Promise<string> {
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
  const escape = (held: unknown) => writeBlockComment(String(held ?? ""));
  const template = new ejs.Template(text, { escape });
  try {
    return (template.compile() as ejs.TemplateFunction)(values);
  } catch (cause) {
    throw await templateFailure({ text, path, source: template.source, cause });
  }
}
