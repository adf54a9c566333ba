import { nearestNames } from "../revision/nearest.js";

/** What is said, and what to type instead, where no command is named or none of that name is there. */
export function unknownCommand(
  args: readonly string[],
  commands: readonly string[],
): { readonly message: string; readonly suggestions: readonly string[] } {
  const [first = ""] = args;
  if (!first.startsWith("-")) {
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
