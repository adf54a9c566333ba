import { isDeepStrictEqual } from "node:util";
import type { Comment, Expression } from "oxc-parser";
import { AthanorError } from "../error/athanor-error.js";
import { parseFile, readHeader } from "./header.js";
import type { Header } from "./header.js";
import { collectExports } from "./header-exports.js";
import { unwrap } from "./header-value.js";
import type { Bindings } from "./header-value.js";

/**
 * The text of a revision file with other parents: in `downRevision`, and in the line "Revises:" of the header comment, where there is one. All else stays as it is, to the letter.
 *
 * @param path tells the language, by its extension, and is named in errors
 * @param parents full ids; none for a base
 * @throws AthanorError `HEADER_NOT_REWRITTEN`, and what reading a header throws
 */
export function rewriteParents(path: string, text: string, parents: readonly string[]): string {
  const file = parseFile(path, text);
  const { exports, bindings } = collectExports(file.program);
  const comment = revisesEdit(file.comments, text, parents);
  for (const value of placesOf(exports.get("downRevision")?.value, bindings)) {
    const literal = literalOf(parents, quoteOf(text, value), value.type === "ArrayExpression");
    const edit = { start: value.start, end: value.end, text: literal };
    const rewritten = applyEdits(text, [edit, ...comment]);
    if (isAsWanted(path, text, rewritten, parents)) return rewritten;
  }
  throw notRewritten(path);
}

/** Where the value may be changed: at the constant that an export names; failing that, at the export itself. */
function placesOf(exported: Expression | undefined, bindings: Bindings): readonly Expression[] {
  if (exported === undefined) return [];
  const value = unwrap(exported);
  const bound = value.type === "Identifier" ? bindings.get(value.name) : undefined;
  return bound === undefined ? [value] : [unwrap(bound), value];
}

type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** The last first, so that the places of the others stand. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text);
}

/** An array stays one, since its type may be written beside it. */
function literalOf(parents: readonly string[], quote: string, isArray: boolean): string {
  const [first, ...others] = parents.map((id) => `${quote}${id}${quote}`);
  if (isArray || others.length > 0) return `[${[first ?? [], others].flat().join(", ")}]`;
  return first ?? "null";
}

/** As the file quotes: where `null` stood before, as in the rest of it. */
function quoteOf(text: string, value: Expression): string {
  const own = /["']/u.exec(text.slice(value.start, value.end));
  const [near] = own ?? /(?<=\brevision\b[^"'\n]*)["']/u.exec(text) ?? ['"'];
  return near;
}

const REVISES = /^(?<name>[ \t]*\*?[ \t]*Revises[ \t]*:[ \t]*)(?<ids>[^\r\n]*?)[ \t]*$/mu;
const REVISION = /^[ \t]*\*?[ \t]*Revision[ \t]*:/mu;

function revisesEdit(
  comments: readonly Comment[],
  text: string,
  parents: readonly string[],
): readonly Edit[] {
  const telling = comments.filter(({ value }) => REVISES.test(value));
  const comment = telling.find(({ value }) => REVISION.test(value)) ?? telling[0];
  if (comment === undefined) return [];
  const match = REVISES.exec(comment.value);
  const { name = "", ids = "" } = match?.groups ?? {};
  // A comment's value begins after its two opening characters.
  const start = comment.start + 2 + (match?.index ?? 0) + name.length;
  if (text.slice(start, start + ids.length) !== ids) return [];
  return [{ start, end: start + ids.length, text: parents.join(", ") || "base" }];
}

/** Read again, it has the new parents, and nothing else has changed. */
function isAsWanted(
  path: string,
  before: string,
  after: string,
  parents: readonly string[],
): boolean {
  const expected = { ...readHeader(path, before), down: parents };
  return isDeepStrictEqual(readAttempt(path, after), expected);
}

function readAttempt(path: string, text: string): Header | undefined {
  try {
    return readHeader(path, text);
  } catch (failure) {
    // Only an attempt: the other place is tried, and the file stays as it is.
    if (failure instanceof AthanorError) return undefined;
    throw failure;
  }
}

function notRewritten(path: string): AthanorError {
  return new AthanorError({
    code: "HEADER_NOT_REWRITTEN",
    message: `"downRevision" in "${path}" is written in a way that cannot be changed without changing something else. It must be a text, an array of texts, or null.`,
    suggestions: [`$EDITOR ${path}`],
    facts: { path },
  });
}
