// Writes the flag tables and the JSON shapes of docs/commands.md: node --import tsx docs/generate/commands.ts
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Command } from "@oclif/core";
import prettier from "prettier";
import { AthanorCommand } from "../../src/commands/athanor-command.js";
import { globalFlags } from "../../src/commands/global-flags.js";
import { parseFile, printTypes } from "./declarations.js";
import type { PrintedType } from "./declarations.js";
import { emptyRegion, hasRegion, replaceRegion } from "./region.js";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "src/commands");

/** Where new commands go: before this. */
const end = "## Shapes that several commands share";

/** Where the page lies. */
export const commandsPage = join(root, "docs/commands.md");

/** A command as the page tells it. */
export type DescribedCommand = {
  /** As it is typed: `list-templates`. */
  readonly name: string;
  readonly file: string;
  readonly command: Command.Class;
};

/** All commands, by their files. */
export async function readCommands(): Promise<readonly DescribedCommand[]> {
  const found: DescribedCommand[] = [];
  for (const file of readdirSync(folder, { recursive: true }).map(String).sort()) {
    if (!file.endsWith(".ts")) continue;
    const path = join(folder, file);
    const held = ((await import(path)) as { readonly default?: unknown }).default;
    if (!isCommand(held)) continue;
    found.push({ name: basename(file, ".ts"), file: path, command: held });
  }
  return found;
}

function isCommand(held: unknown): held is Command.Class {
  return typeof held === "function" && held.prototype instanceof AthanorCommand;
}

/** The page with its generated parts as the commands are now. A new command gets a part of its own at the end. */
export async function renderCommandsPage(page: string): Promise<string> {
  const commands = await readCommands();
  let text = replaceRegion(page, "global flags", flagTable(globalFlags));
  const shared = sharedTypes(commands);
  for (const described of commands) {
    const name = `athanor ${described.name}`;
    if (!hasRegion(text, name)) text = text.replace(end, `${emptyRegion(name)}\n\n${end}`);
    text = replaceRegion(text, name, sectionOf(described, new Set(shared.keys())));
  }
  text = replaceRegion(text, "shared shapes", fenced([...shared.values()]));
  return prettier.format(text, {
    ...(await prettier.resolveConfig(commandsPage)),
    parser: "markdown",
  });
}

function sectionOf({ name, file, command }: DescribedCommand, shared: ReadonlySet<string>): string {
  const { summary, description, examples = [] } = command;
  const { args = {}, flags = {} }: Partial<Command.Class> = command;
  const own = Object.entries(flags).filter(([flag]) => !(flag in globalFlags) && flag !== "json");
  const shapes = typesOf(file, shared).map(({ text }) => text);
  const told = resultsOf(file).filter((result) => shared.has(result));
  return [
    `## ${name}`,
    `    athanor ${usageOf(name, command)}`,
    summary ?? "",
    (description ?? "").replaceAll("\n", "\n\n"),
    Object.keys(args).length === 0 ? "" : argumentTable(args),
    own.length === 0 ? "" : flagTable(Object.fromEntries(own)),
    examples.length === 0 ? "" : `Examples: ${examples.map(exampleText).join(", ")}.`,
    `With \`--json\`: ${resultsOf(file)
      .map((result) => `\`${result}\``)
      .join(" or ")}${told.length === 0 ? "." : ", [below](#shapes-that-several-commands-share)."}`,
    shapes.length === 0 ? "" : fenced(shapes),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function usageOf(name: string, { args, strict }: Command.Class): string {
  const places = Object.entries(args).map(([arg, { required }]) => {
    const word = arg.toUpperCase() + (strict === false ? "..." : "");
    return required === true ? word : `[${word}]`;
  });
  return [name, ...places, "[FLAGS]"].join(" ");
}

function exampleText(example: Command.Example): string {
  const text = typeof example === "string" ? example : example.command;
  return `\`${text.replaceAll("<%= config.bin %>", "athanor")}\``;
}

type Flags = Readonly<Record<string, Command.Class["flags"][string]>>;

function flagTable(flags: Flags): string {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const value = flag.type === "option" ? ` ${valueOf(name, flag)}` : "";
    const short = flag.char === undefined || flag.char === name ? "" : `\`-${flag.char}\`, `;
    const long = flag.char === name ? `\`-${name}${value}\`` : `\`--${name}${value}\``;
    return `| ${short}${long} | ${cell(flag.description)} |`;
  });
  return ["| flag | meaning |", "| --- | --- |", ...rows].join("\n");
}

type OptionFlag = Extract<Flags[string], { readonly type: "option" }>;

function valueOf(name: string, { helpValue, options }: OptionFlag): string {
  if (options !== undefined) return options.join("\\|");
  return typeof helpValue === "string" ? helpValue : name.toUpperCase();
}

function argumentTable(args: Command.Class["args"]): string {
  const rows = Object.entries(args).map(([name, { description, default: value, required }]) => {
    const otherwise = typeof value === "string" ? ` (default \`${value}\`)` : "";
    const need = required === true || otherwise !== "" ? "" : " (optional)";
    return `| \`${name.toUpperCase()}\` | ${cell(description)}${otherwise}${need} |`;
  });
  return ["| argument | meaning |", "| --- | --- |", ...rows].join("\n");
}

function cell(text: string | undefined): string {
  return (text ?? "").replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** The names of what `run` promises. */
function resultsOf(file: string): readonly string[] {
  const promised = /run\(\): Promise<([^>]+)>/.exec(parseFile(file).text)?.[1];
  if (promised === undefined) throw new Error(`"${file}" does not say what "run" promises.`);
  return promised.split("|").map((name) => name.trim());
}

/** What a command promises and what that is made of, each type once. */
function typesOf(file: string, known: ReadonlySet<string>): readonly PrintedType[] {
  const all = resultsOf(file).flatMap((result) => printTypes(result, file, { known }));
  return [...new Map(all.map((each) => [each.name, each])).values()];
}

/** Types that several commands print: told once. What an operation is made of is told on another page. */
function sharedTypes(commands: readonly DescribedCommand[]): ReadonlyMap<string, string> {
  const uses = new Map<string, { readonly count: number; readonly text: string }>();
  for (const { name, text } of commands.flatMap(({ file }) => typesOf(file, elsewhere))) {
    uses.set(name, { count: (uses.get(name)?.count ?? 0) + 1, text });
  }
  const shared = [...uses].flatMap(([name, { count, text }]) =>
    count > 1 ? [[name, text] as const] : [],
  );
  return new Map([["Operation", operationText], ["HazardCode", hazardCodeText], ...shared]);
}

const elsewhere = new Set(["Operation", "HazardCode"]);

const hazardCodeText =
  "/** Stable, upper-snake: docs/autogenerate.md lists them under Warnings. */\ntype HazardCode = string;";

const operationText =
  "/** An operation as data: its `kind`, and what it changes. */\ntype Operation = { kind: string };";

function fenced(types: readonly string[]): string {
  return ["```ts", types.join("\n\n"), "```"].join("\n");
}

if (process.argv[1] === import.meta.filename) {
  const page = await renderCommandsPage(readFileSync(commandsPage, "utf8"));
  writeFileSync(commandsPage, page);
}
