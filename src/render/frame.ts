import { AthanorError } from "../error/athanor-error.js";
import { compact } from "../schema/compact.js";
import { messageOf } from "../error/thrown.js";
import ejs from "ejs";
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

/** A template that could not be filled, and why. */
type FailedTemplate = {
  readonly text: string;
  /** Absolute, where it has one. */
  readonly path: string | undefined;
  /** The JavaScript it was made into, as far as it came to that. */
  readonly source: string;
  readonly cause: unknown;
};

/** `TEMPLATE_FAILED`, with the line of the template that is to blame. */
async function templateFailure(failed: FailedTemplate): Promise<AthanorError> {
  const { path, cause, text } = failed;
  const line = await lineOf(failed);
  const shown = path === undefined ? "The template of revision files" : `The template "${path}"`;
  const place = line === undefined ? "" : `, at line ${line}`;
  return new AthanorError({
    code: "TEMPLATE_FAILED",
    message: `${shown} could not be filled${place}: ${reasonOf(cause)}.`,
    suggestions: [
      `Correct ${path ?? "it"}${line === undefined ? "" : `, line ${line}`}.`,
      "Compare it with the template that `athanor init` writes.",
    ],
    facts: compact({
      path,
      line,
      text: line === undefined ? undefined : text.split("\n")[line - 1],
    }),
    cause,
  });
}

/** EJS puts the place above the reason, and advice below it. */
function reasonOf(cause: unknown): string {
  const said = messageOf(cause);
  const [first = "", ...rest] = said.split("\n\n");
  const reason = placed.test(said) ? (rest.at(-1) ?? first) : first;
  return reason
    .replace(/ in \S+ while compiling ejs$| while compiling ejs$/, "")
    .replace(/\.$/, "");
}

const placed = /^[^\n]*:(\d+)\n/;

async function lineOf(failed: FailedTemplate): Promise<number | undefined> {
  const said = failed.cause instanceof Error ? failed.cause.message : "";
  const told = placed.exec(said)?.[1];
  if (told !== undefined) return Number(told);
  return /close tag/.test(said) ? unclosedLine(failed.text) : brokenLine(failed.source);
}

/** Of the last tag that is opened: it is the one that is not closed. */
function unclosedLine(text: string): number | undefined {
  const at = text.lastIndexOf("<%");
  return at === -1 ? undefined : text.slice(0, at).split("\n").length;
}

/** Code that does not parse: EJS notes the lines of the template in what it makes of it. */
async function brokenLine(source: string): Promise<number | undefined> {
  const { ts } = await import("ts-morph");
  const { diagnostics = [] } = ts.transpileModule(source, { reportDiagnostics: true });
  const start = diagnostics[0]?.start;
  if (start === undefined) return undefined;
  const lines = [...source.slice(0, start).matchAll(/__line = (\d+)/g)];
  return Number(lines.at(-1)?.[1] ?? 1);
}
