import { expect } from "chai";
import { planDowngrade } from "../../src/revision/downgrade.js";
import { planStamp } from "../../src/revision/stamp.js";
import type { Plan } from "../../src/revision/step.js";
import { planUpgrade } from "../../src/revision/upgrade.js";
import { catchError } from "../support/catch-error.js";
import { graphOf, HISTORIES } from "../support/history.js";

type Outcome =
  | { readonly executed?: string; readonly rows: string }
  | { readonly error: string; readonly says: readonly string[] };

type Case = readonly [
  history: keyof typeof HISTORIES,
  call: string,
  rows: string,
  expected: Outcome,
];

const runs = (executed: string, rows: string): Outcome => ({ executed, rows });
const leaves = (rows: string): Outcome => ({ rows });
const fails = (error: string, ...says: string[]): Outcome => ({ error, says });

const CASES: readonly Case[] = [
  ["LIN", "upgrade +2", "a", runs("b,c", "c")],
  ["LIN", "upgrade d-2", "a", runs("b", "b")],
  ["LIN", "upgrade +5", "b", fails("TOO_MANY_STEPS", `only 3 revisions follow "b"`)],
  ["LIN", "upgrade a", "c", runs("", "c")],
  ["LIN", "upgrade base+1", "", runs("a", "a")],
  ["FORK", "upgrade head", "b", fails("MULTIPLE_HEADS", "2 heads", `"d1" (L1)`, `"d2" (L2)`)],
  ["FORK", "upgrade heads", "a", runs("b,c1,d1,c2,d2", "d1,d2")],
  ["FORK", "upgrade L2@head-1", "b", runs("c2", "c2")],
  ["FORK", "upgrade +1", "b", fails("AMBIGUOUS_WALK", `"c1" (L1)`, `"c2" (L2)`)],
  ["FORK", "upgrade L2@+1", "c1", runs("c2", "c1,c2")],
  ["MERGE", "upgrade f", "b", runs("c1,d1,c2,d2,e,f", "f")],
  ["XDEP", "upgrade B2@head", "", runs("base3,a3,base2,a2,b2,c2,d2", "d2")],
  ["HALF", "upgrade m", "d2,b1", runs("c1,m", "d2,m")],
  ["NORM", "upgrade head", "", runs("a1,a2,a3,b1,b2,b3,b4", "b4")],
  ["LIN", "downgrade -1", "a", runs("a", "")],
  ["LIN", "downgrade c", "b", fails("NOT_APPLIED", `"c" is not applied`)],
  ["LIN", "downgrade e", "e", runs("", "e")],
  ["FORK", "downgrade a", "d1,d2", runs("d1,c1,d2,c2,b", "a")],
  ["FORK", "downgrade L1@-1", "d1,d2", runs("d1", "c1,d2")],
  ["FORK", "downgrade L1@base", "d1,d2", runs("d1,c1", "d2")],
  ["MERGE", "downgrade d1", "f", runs("f,e", "d1,d2")],
  ["MERGE", "downgrade -1", "e", runs("e", "d1,d2")],
  ["XDEP", "downgrade B2@base", "d2", runs("d2,c2,b2,a2,base2", "a3")],
  ["DEPM", "downgrade a1", "m", runs("m", "b1")],
  ["NORM", "downgrade b3", "b4", runs("b4", "b3")],
  ["FORK", "stamp b", "d1,c2", leaves("b")],
  ["FORK", "stamp L2@head", "d1,c2", leaves("d1,d2")],
  ["MERGE", "stamp c2", "e", leaves("c2")],
];

/** What the pages say in sentences, and what follows from it. */
const MORE: readonly Case[] = [
  ["LIN", "upgrade head", "", runs("a,b,c,d,e", "e")],
  ["LIN", "upgrade heads", "e", runs("", "e")],
  ["LIN", "upgrade current", "b", runs("", "b")],
  ["LIN", "upgrade current+1", "b", runs("c", "c")],
  ["LIN", "upgrade base+3", "a", runs("b,c", "c")],
  ["LIN", "upgrade head-1", "a", runs("b,c,d", "d")],
  ["LIN", "upgrade a+2", "a", runs("b,c", "c")],
  ["LIN", "upgrade c@head", "a", runs("b,c,d,e", "e")],
  ["LIN", "upgrade c@+1", "a", runs("b", "b")],
  ["LIN", "upgrade -1", "b", fails("UPGRADE_GOES_DOWN", `"-1"`)],
  ["LIN", "upgrade base", "b", fails("UPGRADE_GOES_DOWN", `"base"`)],
  ["LIN", "upgrade a-1", "", fails("UPGRADE_GOES_DOWN", `"a-1"`)],
  ["LIN", "upgrade a-2", "", fails("TOO_MANY_STEPS", "only 1 step")],
  ["LIN", "upgrade e+1", "", fails("TOO_MANY_STEPS", "no revision follows")],
  ["LIN", "upgrade base+6", "", fails("TOO_MANY_STEPS", "only 5 revisions follow")],
  ["LIN", "upgrade base-1", "", fails("TOO_MANY_STEPS", "before the base")],
  ["LIN", "upgrade a:c", "", fails("RANGE_NOT_ALLOWED", `"a:c"`)],
  ["LIN", "upgrade ", "", fails("MALFORMED_IDENTIFIER")],
  ["LIN", "upgrade a@b@c", "", fails("MALFORMED_IDENTIFIER", `"a@b@c"`)],
  ["LIN", "upgrade a+", "", fails("MALFORMED_IDENTIFIER", `"a+"`)],
  ["LIN", "upgrade x", "", fails("UNKNOWN_REVISION", `"x"`)],
  ["FORK", "upgrade c", "", fails("AMBIGUOUS_REVISION", `"c1"`, `"c2"`)],
  ["FORK", "upgrade L1", "", runs("a,b,c1", "c1")],
  ["FORK", "upgrade L1@head", "d2", runs("c1,d1", "d1,d2")],
  ["FORK", "upgrade d1@head", "b", runs("c1,d1", "d1")],
  ["FORK", "upgrade L1@heads", "b", runs("c1,d1", "d1")],
  ["FORK", "upgrade L1@d1", "b", runs("c1,d1", "d1")],
  ["FORK", "upgrade L1@d2", "b", fails("NOT_IN_BRANCH", `"d2"`, `"L1"`)],
  ["FORK", "upgrade a@head", "b", fails("MULTIPLE_HEADS", `"d1"`, `"d2"`)],
  ["FORK", "upgrade +1", "c1", runs("d1", "d1")],
  ["FORK", "upgrade +1", "", runs("a", "a")],
  ["FORK", "upgrade +3", "", fails("AMBIGUOUS_WALK", `"c1"`, `"c2"`)],
  ["FORK", "upgrade L2@+3", "", runs("a,b,c2", "c2")],
  ["FORK", "upgrade +1", "c1,c2", fails("SEVERAL_ROWS", `"c1" (L1)`, `"c2" (L2)`)],
  ["FORK", "upgrade L2@base+2", "", runs("a,b", "b")],
  ["FORK", "upgrade L2@base+4", "b", runs("c2,d2", "d2")],
  ["FORK", "upgrade L2@b+1", "b", runs("c2", "c2")],
  ["FORK", "upgrade L2@+3", "c2", fails("TOO_MANY_STEPS", "only 1 revision follows")],
  ["MERGE", "upgrade head", "", runs("a,b,c1,d1,c2,d2,e,f", "f")],
  ["MERGE", "upgrade head", "d1,d2", runs("e,f", "f")],
  ["MERGE", "upgrade L1@+1", "d1,d2", runs("e", "e")],
  ["MERGE", "upgrade f-2", "b", fails("AMBIGUOUS_WALK", `"d1"`, `"d2"`)],
  ["MERGE", "upgrade L2@f-2", "b", runs("c2,d2", "d2")],
  ["XDEP", "upgrade +1", "", fails("AMBIGUOUS_WALK", "several bases", "base1", "base2", "base3")],
  ["XDEP", "upgrade B2@+1", "", runs("base2", "base2")],
  ["XDEP", "upgrade B2@base+4", "", runs("base3,a3,base2,a2,b2,c2", "c2")],
  ["XDEP", "upgrade head", "", fails("MULTIPLE_HEADS", "4 heads")],
  ["XDEP", "upgrade B1@head", "", fails("MULTIPLE_HEADS", `"B1"`, `"b1a"`, `"b1b"`)],
  ["XDEP", "upgrade B3@head", "d2", runs("b3", "b3,d2")],
  ["NORM", "upgrade b1", "a3", runs("b1", "a3,b1")],
  ["NORM", "upgrade b2", "a3,b1", runs("b2", "b2")],
  ["LIN", "downgrade base", "e", runs("e,d,c,b,a", "")],
  ["LIN", "downgrade base", "", runs("", "")],
  ["LIN", "downgrade -2", "c", runs("c,b", "a")],
  ["LIN", "downgrade -4", "c", fails("TOO_MANY_STEPS", "only 3 steps")],
  ["LIN", "downgrade current-1", "c", runs("c", "b")],
  ["LIN", "downgrade head-3", "d", runs("d,c", "b")],
  ["LIN", "downgrade a+1", "d", runs("d,c", "b")],
  ["ALIKE", "upgrade E@some", "", runs("a,some1", "some1")],
  ["ALIKE", "upgrade F@some+1", "a", runs("some2,f", "f")],
  ["ALIKE", "upgrade some", "", fails("AMBIGUOUS_REVISION", `"some1" (E)`, `"some2" (F)`)],
  ["ALIKE", "downgrade E@some", "e,f", runs("e", "f,some1")],
  ["FORK", "downgrade L2@base+2", "d1,d2", runs("d2,c2", "d1")],
  ["FORK", "downgrade L2@base+3", "d1,d2", runs("d2", "c2,d1")],
  ["LONG", "downgrade L2@base+2", "d1,f2", runs("f2,e2,d2,c2", "d1")],
  ["LONG", "downgrade L2@base+4", "d1,f2", runs("f2,e2", "d1,d2")],
  ["LONG", "downgrade L2@base+4", "d1,d2", runs("", "d1,d2")],
  ["LIN", "downgrade base+1", "d", runs("d,c,b", "a")],
  ["LIN", "downgrade a-1", "b", runs("b,a", "")],
  ["LIN", "downgrade +1", "b", fails("DOWNGRADE_GOES_UP", `"+1"`)],
  ["LIN", "downgrade head", "b", fails("DOWNGRADE_GOES_UP", `"head"`)],
  ["LIN", "downgrade -1", "", fails("NOTHING_APPLIED")],
  ["FORK", "downgrade base", "d1,c2", runs("d1,c1,c2,b,a", "")],
  ["FORK", "downgrade L1@b", "d1,d2", runs("d1,c1", "d2")],
  ["FORK", "downgrade L1@a", "d1,d2", runs("d1,c1", "d2")],
  ["FORK", "downgrade L1@base", "d1", runs("d1,c1", "b")],
  ["FORK", "downgrade L1@-2", "d1,d2", runs("d1,c1", "d2")],
  ["FORK", "downgrade L1@-3", "d1,d2", fails("TOO_MANY_STEPS", "only 2 steps")],
  ["FORK", "downgrade L1@-1", "d2", fails("NOTHING_APPLIED", `"L1"`)],
  ["FORK", "downgrade -1", "d1,d2", fails("SEVERAL_ROWS", `"d1"`, `"d2"`)],
  ["FORK", "downgrade c1", "d1,d2", runs("d1", "c1,d2")],
  ["FORK", "downgrade d2@-1", "d1,d2", runs("d2", "c2,d1")],
  ["MERGE", "downgrade L1@-1", "e", runs("e", "d1,d2")],
  ["MERGE", "downgrade L1@-3", "f", runs("f,e,d1", "c1,d2")],
  ["MERGE", "downgrade -1", "f", runs("f", "e")],
  ["MERGE", "downgrade -2", "f", runs("f,e", "d1,d2")],
  ["MERGE", "downgrade -2", "e", fails("AMBIGUOUS_WALK", `"d1"`, `"d2"`)],
  ["MERGE", "downgrade L1@base", "f", runs("f,e,d1,c1", "d2")],
  ["MERGE", "downgrade b", "f", runs("f,e,d1,c1,d2,c2", "b")],
  ["XDEP", "downgrade -2", "d2", runs("d2,c2", "a3,b2")],
  ["XDEP", "downgrade a3", "b1b,b3,d2", runs("b3", "b1b,d2")],
  ["XDEP", "downgrade a3", "b1b,d2", runs("", "b1b,d2")],
  ["XDEP", "downgrade B3@base", "b3,d2", runs("d2,c2,b3,a3,base3", "b2")],
  ["HALF", "downgrade c1", "d2,m", runs("m", "c1,d2")],
  ["HALF", "downgrade -1", "m", runs("m", "c1,c2")],
  ["NORM", "downgrade -4", "b4", runs("b4,b3,b2,b1", "a3")],
  ["NORM", "downgrade b1", "b4", runs("b4,b3,b2", "a3,b1")],
  ["NORM", "downgrade a2", "b4", runs("b4,b3,b2,a3", "a2,b1")],
  ["LIN", "stamp head", "", leaves("e")],
  ["LIN", "stamp base", "c", leaves("")],
  ["LIN", "stamp -1", "c", leaves("b")],
  ["LIN", "stamp -1", "a", leaves("")],
  ["LIN", "stamp +2", "c", leaves("e")],
  ["LIN", "stamp c", "c", leaves("c")],
  ["FORK", "stamp heads", "b", leaves("d1,d2")],
  ["FORK", "stamp d1 c2", "b", leaves("c2,d1")],
  ["FORK", "stamp d1 c1", "b", fails("OVERLAPPING_TARGETS", `"d1"`, `"c1"`)],
  ["FORK", "stamp L1@base", "d1,d2", leaves("d2")],
  ["FORK", "stamp base", "d1,d2", leaves("")],
  ["FORK", "stamp d1 d1", "", leaves("d1")],
  ["MERGE", "stamp heads", "d1,c2", leaves("f")],
  ["XDEP", "stamp d2", "a3,a1a", leaves("a1a,d2")],
  ["XDEP", "stamp B2@base", "b3,d2", leaves("b3")],
  ["NORM", "stamp b4", "a2", leaves("b4")],
  ["HALF", "stamp m", "d2,b1", leaves("d2,m")],
  ["LIN", "upgrade head", "gone", fails("UNKNOWN_ROW", `"gone"`, "git branch", "deleted")],
  ["LIN", "downgrade base", "gone", fails("UNKNOWN_ROW", `"gone"`)],
  ["LIN", "stamp head", "gone", fails("UNKNOWN_ROW", `"gone"`)],
  ["LIN", "upgrade head", "b,d", fails("OVERLAPPING_ROWS", `"b"`, `"d"`)],
  ["NORM", "upgrade head", "a3,b2", fails("OVERLAPPING_ROWS", `"a3"`, `"b2"`)],
];

describe("plans", () => {
  describe("of the cases that define the planner", () => CASES.forEach(check));
  describe("of what follows from the rules", () => MORE.forEach(check));

  it("of a stamp without a target are refused, for it would mean base", () => {
    const failure = catchError(() => planStamp(graphOf(HISTORIES.LIN), ["c"], []));
    expect(failure.code).to.equal("NO_TARGET");
  });
});

function check([history, call, rows, expected]: Case): void {
  it(`${history} ${call}, {${rows}} ${"error" in expected ? `fails: ${expected.error}` : `-> {${expected.rows}}`}`, () => {
    const [command = "", ...targets] = call.split(" ");
    const before = rows === "" ? [] : rows.split(",");
    if ("error" in expected) {
      const failure = catchError(() => plan(history, command, before, targets));
      expect(failure.code).to.equal(expected.error);
      for (const part of expected.says) expect(failure.message).to.include(part);
      expect(failure.suggestions).not.to.be.empty;
    } else {
      const made = plan(history, command, before, targets);
      expect(made.rows.join()).to.equal(expected.rows);
      if (expected.executed !== undefined) expect(made.executed).to.equal(expected.executed);
    }
  });
}

function plan(
  history: keyof typeof HISTORIES,
  command: string,
  rows: readonly string[],
  targets: readonly string[],
): { readonly executed: string; readonly rows: readonly string[] } {
  const graph = graphOf(HISTORIES[history]);
  if (command === "stamp") return { ...planStamp(graph, rows, targets), executed: "" };
  const planner = command === "upgrade" ? planUpgrade : planDowngrade;
  const made: Plan = planner(graph, rows, targets.join(" "));
  return { executed: made.steps.map(({ revision }) => revision.id).join(), rows: made.rows };
}
