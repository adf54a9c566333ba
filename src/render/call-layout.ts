import type { Layout } from "./layout.js";
import { choice, group, indent, join, line, softLine, trailingComma, willBreak } from "./layout.js";
import { writeTemplate } from "./string-literal.js";
import { isPlainObject, layOutBlock, layOutValue } from "./value-layout.js";

/** One call of `op`, before it is text. */
export type Call = {
  /** `createTable`, `addColumn`, ... */
  readonly method: string;
  readonly arguments: readonly unknown[];
  /** The statements of a function that comes last: `async (batch) => { ... }`. */
  readonly body?: { readonly parameter: string; readonly statements: readonly Layout[] };
};

/** `await op.createTable("users", { ... });` */
export function layOutCall(receiver: string, call: Call): Layout {
  return ["await ", `${receiver}.${call.method}`, layOutArguments(call), ";"];
}

function layOutArguments(call: Call): Layout {
  const values = call.arguments.map(layOutValue);
  const { body } = call;
  const layouts = body === undefined ? values : [...values, layOutFunction(body)];
  const [only] = layouts;
  if (only === undefined) return "()";
  if (layouts.length === 1 && isTemplate(call.arguments[0])) return ["(", only, ")"];
  const broken = layOutBroken(layouts);
  const before = layouts.slice(0, -1);
  const last = layouts.at(-1) ?? "";
  if (!hugsLast(call))
    return group([
      "(",
      indent([softLine, join([",", line], layouts)]),
      trailingComma,
      softLine,
      ")",
    ]);
  if (before.some(willBreak)) return broken;
  const hugging = (layout: Layout) => ["(", join(", ", [...before, layout]), ")"];
  return choice([hugging(last), hugging(group(last, true)), broken]);
}

function layOutBroken(layouts: readonly Layout[]): Layout {
  return group(["(", indent([line, join([",", line], layouts)]), ",", line, ")"], true);
}

function layOutFunction(body: NonNullable<Call["body"]>): Layout {
  return group([`async (${body.parameter}) => `, layOutBlock(body.statements)]);
}

function isTemplate(value: unknown): boolean {
  return typeof value === "string" && writeTemplate(value) !== undefined;
}

/** As prettier has it: the last argument opens on the line of the call, unless the one before it is of its kind. */
function hugsLast(call: Call): boolean {
  if (call.body !== undefined) return true;
  const last = call.arguments.at(-1);
  const previous = call.arguments.at(-2);
  if (isPlainObject(last)) return Object.keys(last).length > 0 && !isPlainObject(previous);
  if (!Array.isArray(last) || last.length === 0 || Array.isArray(previous)) return false;
  const numbersOnly = last.length > 1 && last.every((item) => typeof item === "number");
  return !(numbersOnly && call.arguments.length > 1);
}
