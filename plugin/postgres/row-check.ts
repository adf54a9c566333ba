import type { RowQuestion } from "../../src/operation/row-question.js";
import { quoteIdentifier } from "../sql/quote.js";
import { rowCheckText } from "../sql/row-check.js";
import type { Column } from "../../src/schema/column.js";
import { defaultText, isPassingMoment } from "./column-default.js";
import { typeText } from "./column-type.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";
import { areTheSame } from "./value/likeness.js";
import { roundTrip } from "./value/round-trip.js";

export function rowCheck(question: RowQuestion, limit: number): string | undefined {
  return rowCheckText(question, limit, {
    quote: quoteIdentifier,
    quoteName,
    literal,
    asText: (column) => `${column}::text`,
    roundTrip,
    isDefault,
  });
}

function isDefault({ name, type, default: held }: Column): string {
  if (held === undefined || isPassingMoment({ name, type, nullable: true, default: held }))
    return "false";
  return areTheSame(quoteIdentifier(name), `(${defaultText(held)})::${typeText(type)}`, type);
}
