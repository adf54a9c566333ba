import type { RowQuestion } from "../../src/operation/row-question.js";
import type { Column } from "../../src/schema/column.js";
import { quoteIdentifier } from "../sql/quote.js";
import { rowCheckText } from "../sql/row-check.js";
import { held, isAnother } from "./value/affinity.js";
import { affinityOf } from "./column-type.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";
import { roundTrip } from "./value/round-trip.js";
import { defaultText } from "./column-default.js";

export function rowCheck(question: RowQuestion, limit: number): string | undefined {
  return rowCheckText(question, limit, {
    quote: quoteIdentifier,
    quoteName,
    literal,
    roundTrip,
    isDefault,
  });
}

/** The default as the column holds it. */
function isDefault({ name, type, default: value }: Column): string {
  if (value === undefined) return "0";
  const given = `SELECT ${held("stated", affinityOf(type))} AS given FROM (SELECT ${defaultText(value)} AS stated)`;
  return `(SELECT NOT ${isAnother(quoteIdentifier(name), "given")} FROM (${given}))`;
}
