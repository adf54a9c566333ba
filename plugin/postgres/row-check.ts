import { conversionOf } from "../../src/operation/conversion.js";
import type { RowQuestion } from "../../src/operation/row-question.js";
import { quoteIdentifier } from "../sql/quote.js";
import { countWhere, rowCheckText, type Misfits } from "../sql/row-check.js";
import { typeText } from "./column-type.js";
import { usingExpression } from "./compile/using.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";

export function rowCheck(question: RowQuestion, limit: number): string | undefined {
  return rowCheckText(question, limit, {
    quote: quoteIdentifier,
    quoteName,
    literal,
    asText: (column) => `${column}::text`,
    countMisfits,
  });
}

/**
 * Values that come back from the new type as others; where only the conversion itself can tell, it is carried out, and
 * what it refuses fails the statement with the server's own words.
 */
function countMisfits({ from, to, using, values }: Misfits): string | undefined {
  const column = quoteIdentifier(from.name);
  const own = usingExpression(from.name, from.type, to.type);
  const isOwn = using === undefined || using === own;
  const isPlain = from.type.array !== true && to.type.array !== true;
  if (values !== undefined && isOwn && isPlain) {
    return countWhere(`${column}::text <> ALL (${literal(values)}::text[])`);
  }
  const converted = `(${using ?? own ?? column})::${typeText(to.type)}`;
  if (using !== undefined || conversionOf(from.type, to.type) !== "narrowed")
    return `0 * count(${converted})`;
  // A time does not tell its day again.
  if (usingExpression(to.name, to.type, from.type) !== undefined) return `count(${column})`;
  return countWhere(`${converted}::${typeText(from.type)} IS DISTINCT FROM ${column}`);
}
