import type { AnyOperation } from "../operation/plugin-operation.js";
import { sampleSize } from "./ask-rows.js";
import type { CheckedHazard, OperationHazards } from "./check-hazards.js";
import type { Remarks } from "./remark-questions.js";

/** Above what endangers rows that are there now. */
export function remarkHazards(found: readonly OperationHazards[]): Remarks {
  const known = new Map<AnyOperation, readonly CheckedHazard[]>(
    found.map(({ operation, hazards }) => [operation, hazards]),
  );
  return (operation) => (known.get(operation) ?? []).flatMap(remarkText);
}

function remarkText(hazard: CheckedHazard): readonly string[] {
  const now = rowsText(hazard);
  if (now === undefined || hazard.rows === 0) return [];
  const { severity, message, safeWay = "" } = hazard;
  const what = severity === "data-loss" ? "" : ` This ${message}.`;
  return [`When this was written: ${now}.${what} ${safeWay}`.trimEnd()];
}

/** `3 rows are concerned`; `undefined` where none is known to be. */
export function rowsText({ rows, sampled, refusal }: CheckedHazard): string | undefined {
  if (refusal !== undefined) return `the database refused a value: ${refusal.replace(/\.$/u, "")}`;
  if (rows === undefined || (rows === 0 && sampled !== true)) return undefined;
  if (rows === 0) return `none of the first ${String(sampleSize)} rows is concerned`;
  if (rows === sampleSize) return `at least ${String(rows)} rows are concerned`;
  const among = sampled === true ? ` of the first ${String(sampleSize)}` : "";
  return rows === 1 ? `1 row${among} is concerned` : `${String(rows)} rows${among} are concerned`;
}
