import { AthanorError } from "../error/athanor-error.js";
import { type Branch, findBranch, headsOfBranch } from "./branch.js";
import { type Walk, walkDown, walkUp, type Descent } from "./walk.js";
import { waysOut } from "./ways-out.js";
import { listRevisions, nameRevision } from "./wording.js";
import { parseAddress, startsFromRows, type Address } from "./address.js";
import { placeToClimb, revisionToDescend } from "./current.js";
import type { Graph } from "./graph.js";
import { findRevision, type Rephrase } from "./lookup.js";
import type { Revision } from "./revision.js";
import { checkRows } from "./rows.js";
/** Where a command is to go. */
export type Target =
  | {
      readonly kind: "revisions";
      readonly ids: readonly string[];
      readonly branch?: Branch;
      /** Of a walk down from the rows: the last revision that it passed. */
      readonly passed?: string;
    }
  /** Before all of `above` and all that stands on them. */
  | { readonly kind: "base"; readonly above: readonly string[]; readonly branch?: Branch };

/** What is needed to understand an identifier. */
export type TargetRequest = {
  readonly graph: Graph;
  readonly text: string;
  /** For suggestions: the command as typed, without the identifier. */
  readonly command: string;
  /** The version rows; left out where no database is at hand. */
  readonly rows?: readonly string[];
};

/**
 * Finds what an identifier stands for.
 *
 * @throws AthanorError `MALFORMED_IDENTIFIER`, `RANGE_NOT_ALLOWED`, `UNKNOWN_REVISION`, `AMBIGUOUS_REVISION`, `TAG_WITHOUT_REVISION`, `NOT_IN_BRANCH`, `MULTIPLE_HEADS`,
 * `AMBIGUOUS_WALK`, `TOO_MANY_STEPS`, `SEVERAL_ROWS`, `NOTHING_APPLIED`, `ROWS_NEEDED`, `UNKNOWN_ROW`, `OVERLAPPING_ROWS`
 */
export function resolveTarget(request: TargetRequest): Target {
  return resolveAddress(request, parseAddress(request.text));
}

/** As {@link resolveTarget}, for an identifier that has been taken apart. */
export function resolveAddress(request: TargetRequest, address: Address): Target {
  const { graph, text, command } = request;
  const branch =
    address.branch === undefined
      ? undefined
      : findBranch(graph, address.branch, rephrase(command, text, address.branch));
  const walk = { graph, text, command, ...(branch === undefined ? {} : { branch }) };
  const { symbol, steps } = address;
  if (symbol === undefined || startsFromRows(address)) {
    const rows = rowsOf(request);
    return steps === undefined
      ? revisions(currentOf(walk, rows), branch)
      : fromRows(walk, rows, steps);
  }
  return steps === undefined ? absolute(walk, symbol) : relative(walk, symbol, steps);
}

function revisions(ids: readonly string[], branch: Branch | undefined): Target {
  return { kind: "revisions", ids, ...(branch === undefined ? {} : { branch }) };
}

function targetOf(place: Descent["place"], { branch }: Walk): Target {
  if (place.kind === "merged") return revisions(place.ids, branch);
  if (place.kind === "revision") return revisions([place.id], branch);
  return { ...place, ...(branch === undefined ? {} : { branch }) };
}

function rowsOf({ graph, rows, text }: TargetRequest): readonly string[] {
  if (rows === undefined) throw rowsNeeded(text);
  checkRows(graph, rows);
  return rows;
}

function currentOf({ branch }: Walk, rows: readonly string[]): readonly string[] {
  return branch === undefined ? rows : rows.filter((row) => branch.members.has(row));
}

function fromRows(walk: Walk, rows: readonly string[], steps: number): Target {
  if (steps > 0) return targetOf(walkUp(walk, placeToClimb(walk, rows), steps), walk);
  const undoable = walk.branch === undefined ? {} : { undoable: walk.branch.members };
  const down = { ...walk, ...undoable, takesMergeBack: true };
  const descent = walkDown(down, revisionToDescend(walk, rows), -steps);
  const target = targetOf(descent.place, walk);
  return target.kind === "base" ? target : { ...target, passed: descent.passed };
}

function absolute(walk: Walk, symbol: string): Target {
  const { branch } = walk;
  if (symbol === "base") return wholeBase(walk);
  if (symbol === "heads") return revisions(headsIn(walk), branch);
  if (symbol === "head") return revisions(singleHead(walk), branch);
  const { id } = findSymbol(walk, symbol);
  if (branch !== undefined) requireBranch(walk, branch, id);
  return revisions([id], branch);
}

/** With a branch, all its members stand above: each goes, though something else leads up to it. */
function wholeBase(walk: Walk): Target {
  const { branch } = walk;
  if (branch === undefined) return baseOf(walk);
  return { kind: "base", above: [...branch.members], branch };
}

/** Of several ids that begin so, the branch decides: its own first, then what it grew from. */
function findSymbol(walk: Walk, symbol: string): Revision {
  const { graph, command, text, branch } = walk;
  return findRevision(graph, symbol, rephrase(command, text, symbol), (ids) => {
    if (branch === undefined) return [];
    const own = ids.filter((id) => branch.members.has(id));
    return own.length > 0 ? own : ids.filter((id) => isInLineage(walk, branch, id));
  });
}

/** The same command with one name in its identifier changed. */
function rephrase(command: string, text: string, name: string): Rephrase {
  return (other) => `${command} ${text.replace(name, () => other)}`;
}

function baseOf({ graph, branch }: Walk): {
  readonly kind: "base";
  readonly above: readonly string[];
} {
  return { kind: "base", above: branch?.entries ?? graph.bases.map(({ id }) => id) };
}

/** Below all that leads to the branch: it is counted from the root, and not from where the branch parted. */
function rootOf(walk: Walk): { readonly kind: "base"; readonly above: readonly string[] } {
  const { graph, branch } = walk;
  if (branch === undefined) return baseOf(walk);
  const roots = graph.bases.map(({ id }) => id);
  const isBelow = (id: string): boolean => branch.members.has(id) || branch.trunk.has(id);
  return { kind: "base", above: roots.filter(isBelow) };
}

function headsIn({ graph, branch }: Walk): readonly string[] {
  return branch === undefined ? graph.heads.map(({ id }) => id) : headsOfBranch(graph, branch);
}

function singleHead(walk: Walk): readonly string[] {
  const heads = headsIn(walk);
  if (heads.length > 1) throw multipleHeads(walk, heads);
  return heads;
}

function relative(walk: Walk, symbol: string, steps: number): Target {
  if (symbol === "base" && steps > 0) return targetOf(walkUp(walk, rootOf(walk), steps), walk);
  const start = symbol === "base" ? undefined : startOf(walk, symbol);
  if (start === undefined) throw nothingThere(walk, symbol);
  return steps > 0
    ? targetOf(walkUp(walk, { kind: "revision", id: start }, steps), walk)
    : targetOf(walkDown(walk, start, -steps).place, walk);
}

function startOf(walk: Walk, symbol: string): string | undefined {
  if (symbol === "head" || symbol === "heads") return singleHead(walk)[0];
  const { id } = findSymbol(walk, symbol);
  if (walk.branch !== undefined) requireBranch(walk, walk.branch, id);
  return id;
}

function requireBranch(walk: Walk, branch: Branch, id: string): void {
  if (!isInLineage(walk, branch, id)) throw notInBranch(walk, branch, id);
}

function isInLineage({ graph }: Walk, branch: Branch, id: string): boolean {
  return branch.members.has(id) || branch.trunk.has(id) || graph.ancestors(branch.members).has(id);
}

/** `+1` where no database is at hand. */
function rowsNeeded(text: string): AthanorError {
  return new AthanorError({
    code: "ROWS_NEEDED",
    message: `"${text}" counts from what the database has applied, but no database is looked at here. Count from a revision: "head-1", "<revision>+2".`,
    suggestions: ["athanor heads", "athanor history"],
    facts: { identifier: text },
  });
}

/** `base-1`, and `head-1` in an empty history. */
function nothingThere({ text }: Walk, symbol: string): AthanorError {
  const rule =
    symbol === "base"
      ? "nothing comes before the base; count up from it, or down from a revision"
      : "there is no revision yet to count from";
  return new AthanorError({
    code: "TOO_MANY_STEPS",
    message: `"${text}" leads nowhere: ${rule}.`,
    suggestions: ["athanor history"],
    facts: { identifier: text, available: 0 },
  });
}

/** `billing@abc` where `abc` is of another branch. */
function notInBranch({ graph, text }: Walk, branch: Branch, id: string): AthanorError {
  return new AthanorError({
    code: "NOT_IN_BRANCH",
    message: `"${text}" names no revision: ${nameRevision(graph, id)} does not belong to branch "${branch.name}", and nothing of that branch builds on it.`,
    suggestions: [
      `athanor history -r ${branch.name}@base:${branch.name}@heads`,
      "athanor branches",
    ],
    facts: { identifier: text, branch: branch.name, revision: id },
  });
}

/** `head` where there are several. */
function multipleHeads(walk: Walk, heads: readonly string[]): AthanorError {
  const { graph, text, command, branch } = walk;
  const where = branch === undefined ? "The history" : `Branch "${branch.name}"`;
  const all = branch === undefined ? "heads" : `${branch.name}@heads`;
  return new AthanorError({
    code: "MULTIPLE_HEADS",
    message: `"${text}" is ambiguous. ${where} has ${heads.length} heads:\n${listRevisions(graph, heads)}\nName one of them, take all with "${all}", or make one of them, in either of two ways: merge them, or rebase the beginning of one line onto the head of the other.`,
    suggestions: [
      ...heads.slice(0, 3).map((id) => `${command} ${id}`),
      `${command} ${all}`,
      ...waysOut(graph, heads),
    ],
    facts: { identifier: text, heads, paths: heads.map((id) => graph.byId.get(id)?.path) },
  });
}
