import { posix } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import { isRevisionFile } from "./scan-name.js";
import { readClock } from "./timestamp.js";

/** What the name of a revision file is made of. */
export type FileNameRequest = {
  /** With tokens: `"{rev}_{slug}"`, `"{year}/{month}/{rev}_{slug}"`. */
  readonly template: string;
  readonly rev: string;
  readonly message: string;
  readonly created: Date;
  /** `"utc"`, `"local"` or an IANA name. */
  readonly timezone: string;
  /** Longest slug, in characters. */
  readonly truncateSlugLength: number;
  /** Such as `".ts"`. */
  readonly extension: string;
};

const token = /\{([^{}]*)\}/g;

/**
 * The words of a message, lower-cased, joined by `_`; what is longer than `length` loses its last word and ends in `_`.
 *
 * @example
 * slugOf("Add users' e-mail", 40); // "add_users_e_mail"
 */
export function slugOf(message: string, length: number): string {
  const slug = (message.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []).join("_").toLowerCase();
  const characters = [...slug];
  if (characters.length <= length) return slug;
  const cut = characters.slice(0, length).join("");
  const end = cut.lastIndexOf("_");
  return `${end === -1 ? cut : cut.slice(0, end)}_`;
}

function tokenValues(request: FileNameRequest): Readonly<Record<string, string>> {
  const { year, month, day, hour, minute, second } = readClock(request.created, request.timezone);
  return {
    rev: request.rev,
    slug: slugOf(request.message, request.truncateSlugLength),
    epoch: String(Math.floor(request.created.getTime() / 1000)),
    year,
    month,
    day,
    hour,
    minute,
    second,
  };
}

function unknownToken(name: string, request: FileNameRequest, known: readonly string[]): Error {
  return new AthanorError({
    code: "UNKNOWN_FILE_TOKEN",
    message: `"{${name}}" in fileTemplate "${request.template}" is not a token. The tokens are ${known.map((each) => `{${each}}`).join(" ")}.`,
    suggestions: ['fileTemplate: "{rev}_{slug}"'],
    facts: { token: name, template: request.template },
  });
}

function leavesFolder(request: FileNameRequest, name: string): AthanorError {
  return new AthanorError({
    code: "INVALID_FILE_TEMPLATE",
    message: `fileTemplate "${request.template}" gives "${name}", which is no name inside the folder of revisions.`,
    suggestions: ['fileTemplate: "{rev}_{slug}"'],
    facts: { template: request.template, name },
  });
}

function lost({ rev, template, extension }: FileNameRequest, stem: string): AthanorError {
  return new AthanorError({
    code: "ILLEGAL_IDENTIFIER",
    message: `The revision id "${rev}" and fileTemplate "${template}" give the file "${stem}${extension}", which no command would find. An id holds no "/" or "\\"; a file name does not begin with "." or end in ".d${extension}".`,
    facts: { name: rev, kind: "revision", template },
  });
}

/**
 * Name of a revision file, relative to the folder of revisions, with `/` between sub-folders.
 * Without a message the slug goes, and the separator before it.
 *
 * @throws AthanorError `UNKNOWN_FILE_TOKEN`, `INVALID_FILE_TEMPLATE`, `ILLEGAL_IDENTIFIER`.
 * @example
 * revisionFileName({ template: "{year}/{rev}_{slug}", rev: "4f1d", message: "create users", ... }); // "2026/4f1d_create_users.ts"
 */
export function revisionFileName(request: FileNameRequest): string {
  const values = tokenValues(request);
  const template =
    values["slug"] === "" ? request.template.replace(/[_.-]*\{slug\}/g, "") : request.template;
  const stem = template.replace(token, (_text, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw unknownToken(name, request, Object.keys(values));
    return value;
  });
  const name = posix.normalize(stem);
  if (/[\\/]/.test(request.rev)) throw lost(request, stem);
  const leaves = stem === "" || stem.endsWith("/") || name.startsWith("../");
  // On Windows both lead elsewhere: a backslash to another folder, a colon to another drive.
  if (leaves || posix.isAbsolute(name) || /[\\:]/.test(name)) throw leavesFolder(request, stem);
  const file = `${name}${request.extension}`;
  if (!isRevisionFile(posix.basename(file))) throw lost(request, stem);
  return file;
}
