import { nearestNames } from "../revision/nearest.js";

/** What the parser of the command line threw, as far as it is told here. */
export type ParserFailure = Error & {
  readonly args?: unknown;
  readonly flags?: unknown;
};

/** The command that was called. */
export type CalledCommand = {
  /** As it is typed: `export typeorm`. */
  readonly name: string;
  /** The names of its flags, without the hyphens. */
  readonly flags: readonly string[];
};

export type UsageSentence = {
  readonly message: string;
  readonly suggestions: readonly string[];
};

/** What Alembic's and TypeORM's command lines call a flag of ours. */
const elsewhere: Readonly<Record<string, string>> = {
  "rev-range": "range",
  dataSource: "data-source",
};

/** Wrong usage of a command in one sentence, and what to type instead. */
export function describeUsageError(failure: ParserFailure, command: CalledCommand): UsageSentence {
  const { message } = failure;
  const help = `athanor ${command.name} --help`;
  if (message.startsWith("Missing "))
    return { message: missing(failure, command), suggestions: [help] };
  if (message.startsWith("Unexpected argument")) return unexpected(failure, command);
  if (message.startsWith("Nonexistent flag")) return unknownFlag(failure, command);
  return { message: withoutFrame(message), suggestions: [help] };
}

function missing({ args }: ParserFailure, { name }: CalledCommand): string {
  const needed = namedIn(args).map(({ name: arg, description }) => {
    const what = description === undefined ? "" : ` (${description})`;
    return `${arg.toUpperCase()}${what}`;
  });
  return `"athanor ${name}" needs ${needed.join(" and ")}.`;
}

/** A message without its flag is what people who come from other tools type. */
function unexpected({ args }: ParserFailure, { name, flags }: CalledCommand): UsageSentence {
  const words = Array.isArray(args) ? args.map(String) : [];
  const quoted = words.map((word) => `"${word}"`).join(" ");
  const said = words.join(" ");
  const takesMessage = name === "revision" && flags.includes("message");
  return {
    message: `"athanor ${name}" does not take the argument ${quoted}.`,
    suggestions: [
      ...(takesMessage ? [`athanor ${name} -m ${JSON.stringify(said)}`] : []),
      `athanor ${name} --help`,
    ],
  };
}

function unknownFlag({ flags }: ParserFailure, command: CalledCommand): UsageSentence {
  const given = Array.isArray(flags) ? flags.map(String) : [];
  const near = given.flatMap((flag) => {
    const bare = flag.replace(/^-+/, "").replace(/=.*$/, "");
    const ours = elsewhere[bare];
    return ours !== undefined && command.flags.includes(ours)
      ? [ours]
      : nearestNames(bare, command.flags);
  });
  const quoted = given.map((flag) => `"${flag}"`).join(", ");
  return {
    message: `Unknown flag ${quoted} of "athanor ${command.name}".`,
    suggestions: [
      ...[...new Set(near)].map((flag) => `athanor ${command.name} --${flag}`),
      `athanor ${command.name} --help`,
    ],
  };
}

/** `Parsing --x \n\t...` and `The following error occurred:\n ...` hold a sentence and a frame around it. */
function withoutFrame(message: string): string {
  return message
    .replace(/\nSee more help with --help$/, "")
    .replace(/^The following errors? occurred:\s*/, "")
    .replace(/^Parsing (--\S+)\s+/, "$1: ")
    .trim();
}

type Named = { readonly name: string; readonly description?: string };

function namedIn(args: unknown): readonly Named[] {
  return Array.isArray(args) ? args.filter(isNamed) : [];
}

function isNamed(arg: unknown): arg is Named {
  return typeof arg === "object" && arg !== null && typeof Reflect.get(arg, "name") === "string";
}
