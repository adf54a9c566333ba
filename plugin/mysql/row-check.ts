import type { RowQuestion } from "../../src/operation/row-question.js";
import { countWhere, rowCheckText, type Misfits } from "../sql/row-check.js";
import { misfits } from "./compile/misfit.js";
import { literal } from "./literal.js";
import { quoteIdentifier, quoteName } from "./quote-name.js";

export function rowCheck(question: RowQuestion, limit: number): string | undefined {
  return rowCheckText(question, limit, {
    quote: quoteIdentifier,
    quoteName,
    literal,
    countMisfits,
  });
}

/** The values at which the change would stop. */
function countMisfits({ from, to, using }: Misfits): string | undefined {
  const refused =
    using === undefined ? misfits(quoteIdentifier(from.name), from.type, to.type) : undefined;
  return refused && countWhere(refused);
}
