import type { ConfigResult } from "../action/config.js";
import type { ConfigValue } from "../project/config-value.js";
import { colour } from "./colour.js";

/** One value a line: its name, what it is, and where it came from. */
export function describeConfig({ values }: ConfigResult): string {
  const width = Math.max(0, ...values.map(({ key }) => key.length));
  return values.map((value) => line(value, width)).join("\n");
}

function line({ key, value, origin, source }: ConfigValue, width: number): string {
  const from = source === undefined ? origin : `${origin}: ${source}`;
  const text = typeof value === "string" ? value : value === null ? "-" : JSON.stringify(value);
  return `${key.padEnd(width)}  ${text}  ${colour.dim(`(${from})`)}`;
}
