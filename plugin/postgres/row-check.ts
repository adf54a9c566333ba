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
function countMisfits({ from, to, using }: Misfits): string | undefined {
  const column = quoteIdentifier(from.name);
  const given = using ?? usingExpression(from.name, from.type, to.type) ?? column;
  const converted = `(${given})::${typeText(to.type)}`;
  const narrows = using === undefined && conversionOf(from.type, to.type) === "narrowed";
  if (narrows) return countWhere(`${converted}::${typeText(from.type)} IS DISTINCT FROM ${column}`);
  return `0 * count(${converted})`;
}
