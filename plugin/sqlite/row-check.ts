import type { RowQuestion } from "../../src/operation/row-question.js";
import { quoteIdentifier } from "../sql/quote.js";
import { rowCheckText } from "../sql/row-check.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";
import { roundTrip } from "./round-trip.js";

export function rowCheck(question: RowQuestion, limit: number): string | undefined {
  return rowCheckText(question, limit, {
    quote: quoteIdentifier,
    quoteName,
    literal,
    roundTrip,
  });
}
