import { conversionOf } from "../../src/operation/conversion.js";
import type { RowQuestion } from "../../src/operation/row-question.js";
import type { Column } from "../../src/schema/column.js";
import { compact } from "../../src/schema/compact.js";
import { old, there, type Unconvertible, type RoundTrip } from "../sql/round-trip.js";
import { rowCheckText } from "../sql/row-check.js";
import { defaultText } from "./column-default.js";
import { normalizeType } from "./column-type.js";
import { lostValues, respellings } from "./value/round-trip.js";
import { literal } from "./literal.js";
import { quoteIdentifier, quoteName } from "./quote-name.js";

export function rowCheck(question: RowQuestion, limit: number): string | undefined {
  return rowCheckText(question, limit, {
    quote: quoteIdentifier,
    quoteName,
    literal,
    roundTrip,
    isDefault,
  });
}

/** Of texts each byte, for a collation takes some for others; a number in another form counts as another. */
function isDefault({ name, type, default: held }: Column): string {
  if (held === undefined) return "FALSE";
  const [column, value] = [quoteIdentifier(name), defaultText(held, type)];
  if (compared.has(normalizeType(type).name)) return `${column} = ${value}`;
  const [one, other] = [column, value].map(
    (text) => `CAST(CONVERT(${text} USING utf8mb4) AS BINARY)`,
  );
  return `${one} = ${other}`;
}

const compared: ReadonlySet<string> = new Set(
  "tinyint,smallint,mediumint,int,bigint,decimal,date,datetime,timestamp,time,year".split(","),
);

/** The values at which the change would stop. */
function roundTrip({ from, to, using }: Unconvertible): RoundTrip | undefined {
  const column = quoteIdentifier(from.name);
  if (using === undefined) {
    const refused = lostValues(column, from.type, to.type);
    const respelled = respellings(old, from.type, to.type);
    if (respelled === undefined) return refused === undefined ? undefined : { refused };
    // The conditions themselves know what comes back.
    const way = { there: column, back: there, changed: respelled, respelled };
    return compact({ refused, way });
  }
  // What an author's own conversion does to values nobody knows: where some are known to be in danger, all are taken to be.
  return conversionOf(from.type, to.type) === "narrowed"
    ? { refused: `${column} IS NOT NULL` }
    : undefined;
}
