import type { Comment, OxcError, ParseResult, ParserOptions, Program } from "oxc-parser";
import { AthanorError } from "../error/athanor-error.js";
import type { Revision } from "../revision/revision.js";
import { checksumOf } from "./checksum.js";
import { collectExports, type Surface } from "./header-exports.js";
import { evaluate, type Value } from "./header-value.js";
import { loadParser } from "../loading/native.js";

/** The header of a revision file: all of a {@link Revision} but where it lies. */
export type Header = Omit<Revision, "path" | "checksum">;

/**
 * Reads the header of a revision file without running it. `undefined`: it exports no `revision`.
 *
 * Understands what people and compilers write: `export const`, `export { }`, `exports.revision =`, `module.exports = { }`, with types, `as const`, and names of constants in the same file.
 *
 * @param path tells the language, by its extension, and is named in errors
 * @throws AthanorError `SYNTAX_ERROR`, `HEADER_UNREADABLE`, `HEADER_INCOMPLETE`
 */
export function readHeader(path: string, text: string): Header | undefined {
  return readSurface(path, text)?.header;
}

/** The same with the checksum of what the file does; the file is parsed once. */
export function readChecked(path: string, text: string): CheckedHeader | undefined {
  const read = readSurface(path, text);
  return read === undefined ? undefined : { ...read.header, checksum: checksumOf(read.file) };
}

/** A header, and the checksum of what the file does. */
export type CheckedHeader = Header & { readonly checksum: string };

function readSurface(path: string, text: string) {
  // Nothing exports a name that it does not spell; a name with escapes is read by no other tool either.
  if (!text.includes("revision")) return undefined;
  const file = parseFile(path, text);
  const surface = collectExports(file.program);
  if (!surface.exports.has("revision")) return undefined;
  const reader = { path, text, surface };
  const header: Header = {
    id: readId(reader),
    down: readParents(reader),
    labels: readList(reader, "branchLabels"),
    dependsOn: readList(reader, "dependsOn"),
    ...readComment(file.comments, codeStart(file.program)),
  };
  return { header, file };
}

type Reader = { readonly path: string; readonly text: string; readonly surface: Surface };

/** @throws AthanorError `SYNTAX_ERROR` */
export function parseFile(path: string, text: string): ParseResult {
  const kinds: readonly NonNullable<ParserOptions["sourceType"]>[] = /\.c[jt]s$/u.test(path)
    ? ["commonjs"]
    : ["unambiguous", "commonjs"];
  const results = kinds.map(
    (sourceType) => () => loadParser().parseSync(path, text, { sourceType }),
  );
  let first: OxcError | undefined;
  for (const attempt of results) {
    const result = attempt();
    const failure = result.errors.find(({ severity }) => severity === "Error");
    if (failure === undefined) return result;
    first ??= failure;
  }
  throw syntaxError(path, text, first);
}

function syntaxError(path: string, text: string, failure: OxcError | undefined): AthanorError {
  const line = lineAt(text, failure?.labels[0]?.start ?? 0);
  const message = failure?.message ?? "it cannot be parsed";
  return new AthanorError({
    code: "SYNTAX_ERROR",
    message: `"${path}" has a syntax error in line ${line}: ${message.replace(/\.$/u, "")}. A revision file must parse before anything is run.`,
    suggestions: [`$EDITOR ${path}`],
    facts: { path, line, codeframe: failure?.codeframe ?? undefined },
  });
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** Where the first statement begins that is neither a directive nor an import. */
function codeStart({ body }: Program): number {
  const first = body.find(
    (statement) =>
      statement.type !== "ImportDeclaration" &&
      !(statement.type === "ExpressionStatement" && "directive" in statement),
  );
  return first?.start ?? Number.POSITIVE_INFINITY;
}

function readId(reader: Reader): string {
  const value = readValue(reader, "revision");
  if (typeof value === "string") return value;
  throw unreadable(reader, "revision", `a string`);
}

function readParents(reader: Reader): readonly string[] {
  if (reader.surface.exports.has("downRevision")) return readList(reader, "downRevision");
  throw new AthanorError({
    code: "HEADER_INCOMPLETE",
    message: `"${reader.path}" exports "revision" but no "downRevision". Every revision says what it revises: the id of its parent, or null for the first.`,
    suggestions: ["export const downRevision = null;"],
    facts: { path: reader.path, missing: "downRevision" },
  });
}

function readList(reader: Reader, name: string): readonly string[] {
  const value = readValue(reader, name);
  if (value === null || value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** `undefined`: the file does not export it. */
function readValue(reader: Reader, name: string): Value | undefined {
  const { exports, bindings } = reader.surface;
  const found = exports.get(name);
  if (found === undefined) return undefined;
  const value = found.value === undefined ? undefined : evaluate(found.value, bindings);
  if (value !== undefined) return value;
  throw unreadable(reader, name, "a string, an array of strings, or null");
}

function unreadable({ path, text, surface }: Reader, name: string, rule: string): AthanorError {
  const line = lineAt(text, surface.exports.get(name)?.start ?? 0);
  return new AthanorError({
    code: "HEADER_UNREADABLE",
    message: `"${name}" in "${path}", line ${line}, cannot be read without running the file. It must be ${rule}, written out.`,
    suggestions: [`$EDITOR ${path}`],
    facts: { path, line, name },
  });
}

/** What the comment at the top of a revision file tells. */
type HeaderComment = {
  readonly message: string;
  /** ISO 8601; empty where the comment does not tell. */
  readonly created: string;
};

/** Where the message ends: at the fields, or at the tags of a doc comment. */
const FIELD = /^(?:(?:Revision|Revises|Created)\s*:|@\w)/u;
const CREATED = /^Created\s*:\s*(?<value>.*)$/mu;

/** Reads the block comment that carries the fields; failing that, the first doc comment above the code. */
function readComment(comments: readonly Comment[], codeStart: number): HeaderComment {
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
