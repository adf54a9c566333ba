import { compact } from "../schema/compact.js";
import type { EnumQuestion, RowQuestion } from "./row-question.js";
import { safeWayOf, type HazardCode } from "./hazard-codes.js";

/** What an operation may do to rows, or what rows may do to it. */
export type Hazard = {
  /** Stable, upper-snake: `DROPS_COLUMN`. A plugin's has a colon in it: `triggers:DROPS_TRIGGER`. */
  readonly code: HazardCode;
  /** `data-loss`: values are gone afterwards. `may-fail`: rows can make it fail. `lock`: others wait. */
  readonly severity: "data-loss" | "may-fail" | "lock";
  /** A plain clause that says what happens to what: `drops the column "bio" and its values`. */
  readonly message: string;
  /** How it is done without harm, as one sentence, where there is a way. */
  readonly safeWay?: string;
  /** Which rows it is about: where there are none, it is no hazard. Left out: that cannot be asked. */
  readonly rows?: RowQuestion | EnumQuestion;
  /** Not told where it is about fewer rows than this. Left out: told whatever the rows. */
  readonly least?: number;
};

/** Values are gone afterwards. */
export function loses(code: HazardCode, message: string, rows?: Hazard["rows"]): Hazard {
  return { code, severity: "data-loss", message, ...safeWayOf(code), ...compact({ rows }) };
}

/** Rows can make it fail. */
export function fails(code: HazardCode, message: string, rows?: Hazard["rows"]): Hazard {
  return { code, severity: "may-fail", message, ...safeWayOf(code), ...compact({ rows }) };
}
