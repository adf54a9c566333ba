import type {
  AlterSequence,
  CreateSequence,
  DropSequence,
  RenameSequence,
} from "../../../src/operation/catalog-operation.js";
import type { Statement, CompileContext } from "../../../src/plugin/ddl.js";
import { nameText } from "../../../src/schema/name.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import { quoteName } from "../quote-name.js";
import { changedCounting, countingClauses, resolveCounting } from "../sequence.js";
import { renameThing } from "./catalog.js";

export function createSequence({ sequence, ifNotExists }: CreateSequence): readonly Statement[] {
  const exists = ifNotExists === true ? "IF NOT EXISTS " : "";
  const type = sequence.type === undefined ? [] : [`AS ${sequence.type}`];
  const { cycle, ...counts } = sequence;
  const clauses = countingClauses(cycle === true ? { ...counts, cycle } : counts);
  const words = [`CREATE SEQUENCE ${exists}${quoteName(sequence)}`, ...type, ...clauses];
  return [{ sql: words.join(" ") }];
}

export function dropSequence({ sequence, ifExists }: DropSequence): readonly Statement[] {
  return [{ sql: `DROP SEQUENCE ${ifExists === true ? "IF EXISTS " : ""}${quoteName(sequence)}` }];
}

/** It stays where it stands; where that is outside the new bounds, nothing is changed. */
export function alterSequence(operation: AlterSequence): readonly Statement[] {
  const { from, to } = operation;
  const changed = changedCounting(
    { counting: from, type: from.type },
    { counting: to, type: to.type },
  );
  const type = from.type === to.type ? [] : [`AS ${to.type ?? "bigint"}`];
  const clauses = [...type, ...countingClauses(changed)];
  if (clauses.length === 0) return [];
  const alter = { sql: [`ALTER SEQUENCE ${quoteName(to)}`, ...clauses].join(" ") };
  return narrowsSequence(operation) ? [positionGuard(to), alter] : [alter];
}

/** Are there numbers that it could give before and cannot give any more? */
export function narrowsSequence({ from, to }: AlterSequence): boolean {
  const [old, wanted] = [from, to].map((each) => resolveCounting(each, each.type));
  if (old === undefined || wanted === undefined) return false;
  return (
    BigInt(wanted.minimum) > BigInt(old.minimum) || BigInt(wanted.maximum) < BigInt(old.maximum)
  );
}

/** `last_value BETWEEN 1 AND 100`: does it stand within its bounds? */
export function standsWithin(sequence: Sequence): string {
  const { minimum, maximum } = resolveCounting(sequence, sequence.type);
  return `last_value BETWEEN ${minimum} AND ${maximum}`;
}

function positionGuard(to: Sequence): Statement {
  const { minimum, maximum } = resolveCounting(to, to.type);
  const name = quoteName(to);
  return {
    sql: `SELECT last_value FROM ${name} WHERE NOT (${standsWithin(to)})`,
    guard: {
      code: "SEQUENCE_OUT_OF_BOUNDS",
      message: `The sequence "${nameText(to)}" is to count from ${minimum} to ${maximum}, and it stands outside that. Move it with setval first, or give it bounds that hold its position.`,
    },
  };
}

export function renameSequence(
  operation: RenameSequence,
  context: CompileContext,
): readonly Statement[] {
  return renameThing("SEQUENCE", operation, context);
}
