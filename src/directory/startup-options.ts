import type { Expression } from "oxc-parser";
import { unwrap } from "./header-value.js";
import { loadParser } from "../loading/native.js";
import { walkSyntax } from "./syntax.js";

/** An option by which the application changes its database by itself when it starts. */
export type StartupOption = {
  readonly option: "synchronize" | "migrationsRun" | "dropSchema";
  /** Counted from 1. */
  readonly line: number;
  /** As it stands in the file: `true`, `process.env.NODE_ENV !== "production"`. */
  readonly value: string;
};

const options = ["synchronize", "migrationsRun", "dropSchema"] as const;

const isOption = (name: string): name is StartupOption["option"] =>
  (options as readonly string[]).includes(name);

/**
 * The options of data sources in this text that let the application change its schema when it starts. Those that say
 * `false` are left out; a value that only a run would tell is told as it is written.
 *
 * @example
 * findStartupOptions("a.ts", "new DataSource({ synchronize: true })"); // [{ option: "synchronize", line: 1, value: "true" }]
 */
export function findStartupOptions(path: string, text: string): readonly StartupOption[] {
  if (!options.some((option) => text.includes(option))) return [];
  const found: StartupOption[] = [];
  walkSyntax(loadParser().parseSync(path, text).program, (node) => {
    if (node.type !== "Property" || node.computed || node.key.type !== "Identifier") return;
    const value = unwrap(node.value as Expression);
    const isOff = value.type === "Literal" && value.value === false;
    if (!isOption(node.key.name) || isOff) return;
    found.push({
      option: node.key.name,
      line: text.slice(0, node.start).split("\n").length,
      value: text.slice(value.start, value.end),
    });
  });
  return found;
}
