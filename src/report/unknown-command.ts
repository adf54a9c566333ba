import { nearestNames } from "../revision/nearest.js";

const autogenerate = 'athanor revision --autogenerate -m "..."';

/** What other tools call it: Alembic, TypeORM, Prisma and those like them. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  migrate: ["athanor upgrade head", autogenerate],
  run: ["athanor upgrade head"],
  up: ["athanor upgrade head"],
  deploy: ["athanor upgrade head"],
  "migration:run": ["athanor upgrade head"],
  revert: ["athanor downgrade -1"],
  rollback: ["athanor downgrade -1"],
  down: ["athanor downgrade -1"],
  "migration:revert": ["athanor downgrade -1"],
  generate: [autogenerate],
  "migration:generate": [autogenerate],
  create: ['athanor revision -m "..."'],
  new: ['athanor revision -m "..."'],
  "migration:create": ['athanor revision -m "..."'],
  status: ["athanor current", "athanor history -i"],
  "migration:show": ["athanor current", "athanor history -i"],
  log: ["athanor history"],
  "schema:log": ["athanor diff"],
  "schema:sync": [autogenerate, "athanor upgrade head"],
};

/** `help` and `version` as words, which many command lines have beside their flags. */
export function wordsAsFlags(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  if (first === "help") return [...rest, "--help"];
  return first === "version" ? ["--version", ...rest] : args;
}

/** What is said, and what to type instead, where no command is named or none of that name is there. */
export function unknownCommand(
  args: readonly string[],
  commands: readonly string[],
): { readonly message: string; readonly suggestions: readonly string[] } {
  const [first = ""] = args;
  if (commands.includes(first)) return noArgument(first, args.slice(1));
  if (!first.startsWith("-")) {
    const known = Object.hasOwn(elsewhere, first) ? elsewhere[first] : undefined;
    if (known !== undefined)
      return { message: `There is no command "${first}".`, suggestions: known };
    const near = nearestNames(first, commands).map((name) => `athanor ${name}`);
    return { message: `There is no command "${first}".`, suggestions: [...near, "athanor --help"] };
  }
  const at = args.findIndex((word) => commands.includes(word));
  const moved = [...args.slice(at), ...args.slice(0, Math.max(at, 0))].join(" ");
  return {
    message: `"${first}" stands before the command: flags, global ones too, stand behind it.`,
    suggestions: [at < 0 ? "athanor --help" : `athanor ${moved}`],
  };
}

/** Words behind a command that takes none: the message of a revision without its flag, most of all. */
function noArgument(
  command: string,
  words: readonly string[],
): { readonly message: string; readonly suggestions: readonly string[] } {
  const [word = ""] = words;
  const instead = command === "revision" ? [`athanor revision -m ${JSON.stringify(word)}`] : [];
  return {
    message: `"athanor ${command}" does not take the argument "${word}".`,
    suggestions: [...instead, `athanor ${command} --help`],
  };
}
