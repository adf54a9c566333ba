import type { Connection } from "../../../src/plugin/connection.js";
import type { RefusedValue, Trial } from "../../../src/plugin/rows.js";
import { quoteIdentifier } from "../../sql/quote.js";
import type { Unconvertible } from "../../sql/round-trip.js";
import { attempted } from "../attempted.js";
import { literal } from "../literal.js";
import { quoteName } from "../quote-name.js";
import { roundTrip } from "./round-trip.js";

export const trial: Trial = { attempt: attempted, refusedValue };

/** Converts row by row until one is refused; a block that gives no rows tells of it in a setting. */
async function refusedValue(
  connection: Connection,
  question: Unconvertible,
  limit: number,
): Promise<RefusedValue | undefined> {
  const { way } = roundTrip(question);
  if (way === undefined) return undefined;
  await connection.query(`DO ${literal(blockOf(question, way.there, limit))}`);
  const [row] = await connection.query(
    `SELECT current_setting('${setting}') AS told, set_config('${setting}', '', false)`,
  );
  const refused = String(row?.["told"] ?? "");
  return refused === "" ? undefined : (JSON.parse(refused) as RefusedValue);
}

const setting = "athanor.refused_value";

function blockOf({ table, from }: Unconvertible, sent: string, limit: number): string {
  const [name, column] = [quoteName(table), quoteIdentifier(from.name)];
  return `
DECLARE athanor_row ${name}%ROWTYPE;
BEGIN
  PERFORM set_config('${setting}', '', false);
  FOR athanor_row IN SELECT * FROM ${name} LIMIT ${String(limit)} LOOP
    BEGIN
      PERFORM ${sent} FROM (SELECT (athanor_row).*) AS looked;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR plpgsql_error THEN
      PERFORM set_config('${setting}', json_build_object('value', athanor_row.${column}::text, 'reason', SQLERRM)::text, false);
      EXIT;
    END;
  END LOOP;
END`;
}
