import { relative, sep } from "node:path";
import type { CheckedDatabase } from "../action/check.js";
import { AthanorError } from "../error/athanor-error.js";
import { maskSecrets } from "../error/mask.js";

/** A line that GitHub shows beside the code. */
export type Annotation = {
  readonly title: string;
  readonly message: string;
  /** As it stands on this machine. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
};

/**
 * The command by which a step tells GitHub Actions of an error. The file is told relative to the working copy.
 *
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 *
 * @param root absolute path of the working copy
 * @example
 * annotationText({ title: "athanor check", message: "add column", file: "/app/a.ts", line: 3 }, "/app");
 * // "::error title=athanor check,file=a.ts,line=3::add column"
 */
export function annotationText(annotation: Annotation, root: string): string {
  const { title, message, file, line } = annotation;
  const place = file === undefined ? undefined : relative(root, file).split(sep).join("/");
  const properties = Object.entries({ title, file: place, line }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::error ${properties.join(",")}::${escapeData(maskSecrets(message))}`;
}

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** On GitHub, beside what is printed, and on stderr, which it reads too: `--json` and `--sql` stay what they are. */
export function annotate(annotations: readonly Annotation[]): void {
  if (process.env["GITHUB_ACTIONS"] !== "true") return;
  const root = process.env["GITHUB_WORKSPACE"] ?? process.cwd();
  for (const each of annotations) process.stderr.write(`${annotationText(each, root)}\n`);
}

/** A failure, at the line of the user's code that it concerns. */
export function annotateFailure(failure: Error): Annotation {
  if (!(failure instanceof AthanorError)) return { title: "athanor", message: failure.message };
  const { code, message, suggestions, facts } = failure;
  const next = suggestions.length === 0 ? "" : `\nTry this: ${suggestions.join("; ")}`;
  return { title: `athanor: ${code}`, message: `${message}${next}`, ...placeOf(facts) };
}

function placeOf({
  place,
  userStack,
  path,
}: AthanorError["facts"]): Pick<Annotation, "file" | "line"> {
  for (const told of [place, userStack]) {
    const [first = ""] = typeof told === "string" ? told.split("\n") : [];
    const [, file, line] = /(?:^|\()((?:[A-Za-z]:)?[^:()]+):(\d+)(?::\d+)?\)?$/.exec(first) ?? [];
    if (file !== undefined) return { file, line: Number(line) };
  }
  return typeof path === "string" ? { file: path } : {};
}

/** What a check found: one annotation for what no revision makes, one for each file that was edited. */
export function annotateCheck(databases: readonly CheckedDatabase[]): readonly Annotation[] {
  return databases.flatMap(({ database, operations, edited }) => [
    ...(operations.length === 0
      ? []
      : [
          {
            title: "athanor check",
            message: [
              `The entities want more than the revisions give ("${database}"):`,
              ...operations,
            ].join("\n"),
          },
        ]),
    ...edited.map(({ revision, path, appliedAt }) => ({
      title: "athanor check",
      message: `Revision ${revision} was edited after it was applied to "${database}" at ${appliedAt}.`,
      file: path,
    })),
  ]);
}
