import type { AnyOperation } from "../operation/plugin-operation.js";
import { sampleSize } from "../compare/ask-rows.js";
import type { CheckedHazard, OperationHazards } from "../compare/check-hazards.js";
import type { Remarks } from "./remark-questions.js";

/** Above what endangers rows that are there now. */
export function remarkHazards(found: readonly OperationHazards[]): Remarks {
  const known = new Map<AnyOperation, readonly CheckedHazard[]>(
    found.map(({ operation, hazards }) => [operation, hazards]),
  );
  return (operation) => (known.get(operation) ?? []).flatMap(remarkText);
}

function remarkText(hazard: CheckedHazard): readonly string[] {
  const { triggers } = hazard;
  if (triggers !== undefined)
    return [`When this was written: this ${hazard.message}. ${hazard.safeWay ?? ""}`.trimEnd()];
  const now = rowsText(hazard);
  if (hazard.spared !== undefined) return [`When this was written: ${now ?? ""}.`];
  if (now === undefined || (hazard.rows === 0 && hazard.respelled === undefined)) return [];
  const { severity, message, safeWay = "" } = hazard;
  const what = severity === "data-loss" ? "" : ` This ${message}.`;
  return [`When this was written: ${now}.${what} ${safeWay}`.trimEnd()];
}

/** `3 rows are concerned`, `2 values are only spelled otherwise`; `undefined` where none is known to be. */
export function rowsText(hazard: CheckedHazard): string | undefined {
  const { refusal, respelled } = hazard;
  if (refusal !== undefined) return `the database refused a value: ${refusal.replace(/\.$/u, "")}`;
  const concerned = hazard.spared === undefined ? concernedText(hazard) : sparedText(hazard);
  if (respelled === undefined) return concerned;
  const many = respelled === 1 ? "1 value is" : `${String(respelled)} values are`;
  const spelled = `${many} only spelled otherwise afterwards`;
  return concerned === undefined ? spelled : `${concerned}, and ${spelled}`;
}

function sparedText({ sampled }: CheckedHazard): string {
  const rows = sampled === true ? `each of the first ${String(sampleSize)} rows` : "every row";
  return `${rows} holds the default; nothing is lost`;
}

function concernedText({ rows, sampled }: CheckedHazard): string | undefined {
  if (rows === undefined || (rows === 0 && sampled !== true)) return undefined;
  if (rows === 0) return `none of the first ${String(sampleSize)} rows is concerned`;
  if (rows === sampleSize) return `at least ${String(rows)} rows are concerned`;
  const among = sampled === true ? ` of the first ${String(sampleSize)}` : "";
  return rows === 1 ? `1 row${among} is concerned` : `${String(rows)} rows${among} are concerned`;
}
