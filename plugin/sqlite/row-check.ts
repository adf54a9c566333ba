import type { RowQuestion } from "../../src/operation/row-question.js";
import { quoteIdentifier } from "../sql/quote.js";
import { countWhere, rowCheckText, type Misfits } from "../sql/row-check.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";
import { refusedValues } from "./rebuild/conversion-guard.js";

export function rowCheck(question: RowQuestion, limit: number): string | undefined {
  return rowCheckText(question, limit, {
    quote: quoteIdentifier,
    quoteName,
    literal,
    countMisfits,
  });
}

/** The values at which the rebuild would stop. */
function countMisfits({ from, to, using }: Misfits): string | undefined {
  const refused = using === undefined ? refusedValues(from, to) : undefined;
  return refused && countWhere(refused);
}
