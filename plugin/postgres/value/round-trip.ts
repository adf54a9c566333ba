import type { ColumnType } from "../../../src/schema/column-type.js";
import { compact } from "../../../src/schema/compact.js";
import { quoteIdentifier } from "../../sql/quote.js";
import {
  back,
  old,
  overValue,
  there,
  type Unconvertible,
  type RoundTrip,
} from "../../sql/round-trip.js";
import { isText, typeText } from "../column-type.js";
import { joinExpression, splitExpression, usingExpression } from "../compile/using.js";
import { literal } from "../literal.js";
import { comeBack } from "./come-back.js";
import { areTheSame, meansTheSame } from "./likeness.js";

/**
 * A value goes to the new type and comes back by the expressions that the change states, or by those that this dialect
 * would state. What the way there refuses fails the statement with the server's own words.
 */
export function roundTrip(question: Unconvertible): RoundTrip {
  const { from, to, using, values } = question;
  const own = usingExpression(from, to);
  const isOwn = using === undefined || using === own;
  const isPlain = from.type.array !== true && to.type.array !== true;
  if (values !== undefined && isOwn && isPlain) return intoValues(from.name, values);
  const type = typeText(to.type);
  const went = using ?? own ?? quoteIdentifier(to.name);
  const isNamed = from.name === to.name;
  const sent = isNamed
    ? went
    : overValue(went, quoteIdentifier(to.name), quoteIdentifier(from.name));
  const refused = otherLength(question) ?? listed(question, isOwn);
  return {
    ...compact({ refused }),
    way: { there: `(${sent})::${type}`, ...judge(question, isOwn) },
  };
}

/** An assignment neither cuts nor fills up bits, as a cast does. */
function otherLength({ from, to, using }: Unconvertible): string | undefined {
  if (using !== undefined) return undefined;
  const isBits = ["bit", "varbit"].includes(from.type.name) && from.type.array !== true;
  if (!isBits || to.type.name !== "bit" || to.type.array === true) return undefined;
  return `length(${quoteIdentifier(from.name)}) <> ${String(to.type.length ?? 1)}`;
}

/** An enum type whose values are known need not be there yet. */
function intoValues(column: string, values: readonly string[]): RoundTrip {
  const text = `${quoteIdentifier(column)}::text`;
  return { refused: `${text} <> ALL (${literal(values)}::text[])` };
}

/**
 * A text with commas or in braces may be a list: the array of one that it would become gives it back, and is not what is
 * meant.
 */
function listed({ from, to }: Unconvertible, isOwn: boolean): string | undefined {
  if (!isOwn || !isText(from.type) || to.type.array !== true) return undefined;
  const name = quoteIdentifier(from.name);
  return `${name} LIKE '%,%' OR ${name} LIKE '{%}'`;
}

function judge({ from, to, using, ...question }: Unconvertible, isOwn: boolean) {
  const usual = usingExpression(to, from);
  const isSplit = using === splitExpression(to.name, to.type) && isText(from.type);
  const joined = isSplit ? joinExpression(from.name) : undefined;
  const reverseUsing = question.reverseUsing ?? joined;
  const isStated = reverseUsing !== undefined && reverseUsing !== usual;
  const stated = isStated
    ? `(${overValue(reverseUsing, quoteIdentifier(from.name), there)})::${typeText(from.type)}`
    : undefined;
  const came = stated ?? comeBack({ value: there, to: to.type, old, from: from.type, isOwn });
  // Of what has no way back that is sure not to fail, the text tells whether it is still the same.
  if (came === undefined) {
    const same = areTheSame(`${old}::text`, `${there}::text`, text);
    return { back: "NULL", changed: `NOT ${same}` };
  }
  return {
    back: came,
    changed: `NOT ${areTheSame(old, back, from.type)}`,
    respelled: meansTheSame({ old, there, back }, from.type, to.type),
  };
}

const text: ColumnType = { name: "text" };
