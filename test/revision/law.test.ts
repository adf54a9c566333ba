import { expect } from "chai";
import fc from "fast-check";
import { AthanorError } from "../../src/error/athanor-error.js";
import { planDowngrade } from "../../src/revision/downgrade.js";
import { createGraph } from "../../src/revision/graph.js";
import type { Graph } from "../../src/revision/graph.js";
import { climb, descend } from "../../src/revision/move.js";
import { planStamp } from "../../src/revision/stamp.js";
import type { Plan } from "../../src/revision/step.js";
import { planUpgrade } from "../../src/revision/upgrade.js";
import { arbitraryRevisions } from "../support/arbitrary-history.js";

/** The same notions, computed from scratch by their definitions. */
const needs = (graph: Graph, id: string): readonly string[] => [
  ...graph.parents(id),
  ...graph.dependencies(id),
];
const neededBy = (graph: Graph, id: string): readonly string[] =>
  graph.revisions
    .map((revision) => revision.id)
    .filter((other) => needs(graph, other).includes(id));

function closure(starts: Iterable<string>, next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set<string>();
  const visit = (id: string): void => {
    if (reached.has(id)) return;
    reached.add(id);
    next(id).forEach(visit);
  };
  for (const start of starts) visit(start);
  return reached;
}

const below = (graph: Graph, ids: Iterable<string>) => closure(ids, (id) => needs(graph, id));
const above = (graph: Graph, ids: Iterable<string>) => closure(ids, (id) => neededBy(graph, id));
const rowsOf = (graph: Graph, applied: ReadonlySet<string>) =>
  [...applied]
    .filter(
      (id) =>
        ![...below(graph, applied)].some((other) => other !== id && below(graph, [other]).has(id)),
    )
    .sort();

/** A history, and a database somewhere in it. */
const arbitraryState = fc
  .tuple(arbitraryRevisions, fc.array(fc.nat(30), { maxLength: 4 }))
  .map(([revisions, picks]) => {
    const graph = createGraph(revisions);
    const ids = picks.flatMap((pick) => revisions[pick % Math.max(1, revisions.length)]?.id ?? []);
    return { graph, applied: below(graph, ids) };
  });

/** Checks a plan step by step: what a step needs is there, its rows are, and the rows stay the minimal set. */
function expectSound(graph: Graph, before: ReadonlySet<string>, plan: Plan): ReadonlySet<string> {
  const applied = new Set(before);
  const rows = new Set(rowsOf(graph, applied));
  for (const { revision, direction, removes, inserts } of plan.steps) {
    const { id } = revision;
    if (direction === "upgrade") {
      expect(applied.has(id), `${id} runs once`).to.equal(false);
      for (const need of needs(graph, id))
        expect(applied.has(need), `${id} after ${need}`).to.equal(true);
      applied.add(id);
    } else {
      expect(applied.delete(id), `${id} is undone once`).to.equal(true);
      for (const user of neededBy(graph, id))
        expect(applied.has(user), `${id} after ${user}`).to.equal(false);
    }
    for (const row of removes) expect(rows.delete(row), `row ${row} is there`).to.equal(true);
    for (const row of inserts) rows.add(row);
    expect([...rows].sort()).to.deep.equal(rowsOf(graph, applied));
  }
  expect(plan.rows).to.deep.equal(rowsOf(graph, applied));
  return applied;
}

describe("laws of the history graph", () => {
  it("an upgrade runs just what is missing, each after what it needs, and keeps the rows minimal", () => {
    fc.assert(
      fc.property(arbitraryState, fc.nat(30), ({ graph, applied }, pick) => {
        const target = graph.revisions[pick % Math.max(1, graph.revisions.length)]?.id ?? "heads";
        const plan = planUpgrade(graph, rowsOf(graph, applied), target);
        const wanted = target === "heads" ? [] : [target];
        expect(expectSound(graph, applied, plan)).to.deep.equal(
          below(graph, [...applied, ...wanted]),
        );
      }),
    );
  });

  it("a downgrade undoes just what stands on the target's children, each after what needs it, and keeps the rows minimal", () => {
    fc.assert(
      fc.property(arbitraryState, fc.nat(30), ({ graph, applied }, pick) => {
        const choices = [...applied];
        const target = choices[pick % Math.max(1, choices.length)] ?? "base";
        const plan = planDowngrade(graph, rowsOf(graph, applied), target);
        const gone =
          target === "base" ? above(graph, applied) : above(graph, graph.children(target));
        const kept = new Set(choices.filter((id) => !gone.has(id)));
        expect(expectSound(graph, applied, plan)).to.deep.equal(kept);
      }),
    );
  });

  it("undoing what an upgrade ran gives back the rows", () => {
    fc.assert(
      fc.property(arbitraryState, ({ graph, applied }) => {
        const before = rowsOf(graph, applied);
        const up = climb(graph, applied, new Set(graph.byId.keys()));
        const ran = new Set(up.steps.map(({ revision }) => revision.id));
        expect(descend(graph, new Set(graph.byId.keys()), ran).rows).to.deep.equal(before);
      }),
    );
  });

  it("all the way up ends at the heads, and all the way down at nothing", () => {
    fc.assert(
      fc.property(arbitraryState, ({ graph, applied }) => {
        const top = planUpgrade(graph, rowsOf(graph, applied), "heads").rows;
        expect(top).to.deep.equal(graph.heads.map(({ id }) => id).sort());
        expect(planDowngrade(graph, top, "base").rows).to.deep.equal([]);
      }),
    );
  });

  it("a branch undone to its base takes its members and what stands on them, and no sibling", () => {
    fc.assert(
      fc.property(arbitraryState, fc.nat(30), ({ graph, applied }, pick) => {
        const label = [...graph.labels.keys()][pick % Math.max(1, graph.labels.size)];
        fc.pre(label !== undefined);
        const members = graph.revisions.map(({ id }) => id).filter(isCovered(graph, label));
        const plan = planDowngrade(graph, rowsOf(graph, applied), `${label}@base`);
        const gone = above(graph, members);
        const kept = [...applied].filter((id) => !gone.has(id));
        expect(expectSound(graph, applied, plan)).to.deep.equal(new Set(kept));
      }),
    );
  });

  it("what was just reached needs nothing more", () => {
    const targets = fc.constantFrom("heads", "r0", "r3", "L0@heads", "r2@heads", "base+1");
    fc.assert(
      fc.property(arbitraryState, targets, ({ graph, applied }, target) => {
        const rows = attempt(() => planUpgrade(graph, rowsOf(graph, applied), target).rows);
        fc.pre(rows !== undefined);
        expect(planUpgrade(graph, rows, target)).to.deep.equal({ steps: [], rows });
      }),
    );
  });

  it("any two revisions keep their order, whatever else runs", () => {
    fc.assert(
      fc.property(arbitraryState, ({ graph, applied }) => {
        const order = graph.revisions.map(({ id }) => id);
        const plan = planUpgrade(graph, rowsOf(graph, applied), "heads");
        const ran = plan.steps.map(({ revision }) => revision.id);
        expect(ran).to.deep.equal(order.filter((id) => ran.includes(id)));
      }),
    );
  });

  it("every history has an order, the same from any order of its files", () => {
    fc.assert(
      fc.property(
        arbitraryRevisions.chain((revisions) =>
          fc.tuple(
            fc.constant(revisions),
            fc.shuffledSubarray([...revisions], { minLength: revisions.length }),
          ),
        ),
        ([revisions, shuffled]) => {
          const [one, other] = [createGraph(revisions), createGraph(shuffled)];
          expect(other.revisions.map(({ id }) => id)).to.deep.equal(
            one.revisions.map(({ id }) => id),
          );
          expect(other.undoOrder.map(({ id }) => id)).to.deep.equal(
            one.undoOrder.map(({ id }) => id),
          );
        },
      ),
    );
  });

  it("any sequence of commands leaves minimal rows of what was computed from scratch, and an error leaves the rows as they were", () => {
    const command = fc.record({
      verb: fc.constantFrom("upgrade", "downgrade", "stamp"),
      prefix: fc.constantFrom("", "", "L0@", "L3@", "r1@", "r5@"),
      symbol: fc.constantFrom("head", "heads", "base", "current", "r0", "r1", "r4", "r7", "L2", ""),
      suffix: fc.constantFrom("", "", "+1", "-1", "+2", "-2"),
    });
    fc.assert(
      fc.property(
        arbitraryRevisions,
        fc.array(command, { maxLength: 12 }),
        (revisions, commands) => {
          const graph = createGraph(revisions);
          let rows: readonly string[] = [];
          for (const { verb, prefix, symbol, suffix } of commands)
            rows = runCommand(graph, verb, rows, `${prefix}${symbol}${suffix}`);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Labels come down from versioned ancestors, and up from a line of descendants without fork or merge. */
function isCovered(graph: Graph, label: string): (id: string) => boolean {
  const carrier = graph.labels.get(label) ?? "";
  const inherits = (id: string): boolean =>
    id === carrier || graph.parents(id).some((parent) => inherits(parent));
  const lends = (id: string): boolean => {
    const [child, ...others] = graph.children(id);
    if (child === undefined || others.length > 0 || graph.parents(id).length > 1) return false;
    return graph.parents(child).length === 1 && (child === carrier || lends(child));
  };
  return (id) => {
    const covered = inherits(id) || lends(id);
    expect(graph.labelsOf(id).includes(label), `${id} of ${label}`).to.equal(covered);
    return covered;
  };
}

/** `undefined` where the history does not allow it. */
function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (failure) {
    if (failure instanceof AthanorError) return undefined;
    throw failure;
  }
}

function runCommand(
  graph: Graph,
  verb: string,
  rows: readonly string[],
  text: string,
): readonly string[] {
  const before = Object.freeze([...rows]);
  try {
    const after =
      verb === "stamp" ? planStamp(graph, before, [text]).rows : planned(graph, verb, before, text);
    expect(after).to.deep.equal(rowsOf(graph, below(graph, after)));
    return after;
  } catch (failure) {
    if (!(failure instanceof AthanorError)) throw failure;
    return before;
  }
}

function planned(
  graph: Graph,
  verb: string,
  rows: readonly string[],
  text: string,
): readonly string[] {
  const plan =
    verb === "upgrade" ? planUpgrade(graph, rows, text) : planDowngrade(graph, rows, text);
  const applied = expectSound(graph, below(graph, rows), plan);
  return rowsOf(graph, applied);
}
