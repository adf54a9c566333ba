import type { Generated } from "../../schema/column.js";
import { compact } from "../../schema/compact.js";
import { sameValue } from "../../schema/equality.js";
import type { Counting } from "../../schema/sequence.js";
import { generationText } from "../describe-column.js";
import { writeFacets } from "./facet.js";
import { readNoun } from "./noun.js";
import { counting, type CountingOptions } from "./sequence-options.js";
import type { TableName } from "./table-name.js";
import { readName, writeName } from "./table-name.js";

/** How the database makes the column's values by itself. */
export type ColumnGenerationOptions = {
  /** `"increment"`: `SERIAL`, `AUTO_INCREMENT`, `AUTOINCREMENT`. `"identity"`: `GENERATED ... AS IDENTITY`. */
  readonly generated?: "increment" | "identity";
  /** Of an identity column. Default `"BY DEFAULT"`. */
  readonly generatedIdentity?: "ALWAYS" | "BY DEFAULT";
  /** Of an increment column: its sequence, where its name is not the one the database would choose (PostgreSQL). */
  readonly generatedSequence?: TableName;
  /** Of an increment or identity column: how it counts (PostgreSQL), all of it. Default: from 1, in steps of 1. */
  readonly counting?: CountingOptions;
  /** The expression of a generated column, in the database's own SQL. */
  readonly asExpression?: string;
  /** Of a generated column. Default `"VIRTUAL"`. */
  readonly generatedType?: "VIRTUAL" | "STORED";
};

/** The options of a column that counts. */
export const sequenceOptions = [
  "generated",
  "generatedIdentity",
  "generatedSequence",
  "counting",
] as const;

/** The options of a column that is computed. */
export const expressionOptions = ["asExpression", "generatedType"] as const;

/** The facet `generated` of a column, which several options say together. */
export const generation = {
  options: [...sequenceOptions, ...expressionOptions],
  read: readGenerated,
  write: writeGenerated,
  change: changeGenerated,
  tell: (_from: Generated | undefined, to: Generated | undefined) =>
    to === undefined ? "no longer generated" : generationText(to),
};

function readGenerated(
  options: ColumnGenerationOptions,
  defaultSchema?: string,
): Generated | undefined {
  const { generated, asExpression, generatedSequence: sequence } = options;
  if (asExpression !== undefined)
    return {
      kind: "expression",
      expression: asExpression,
      stored: options.generatedType === "STORED",
    };
  if (generated === undefined) return undefined;
  const counted = options.counting && readCounting(options.counting);
  if (generated === "identity")
    return compact({
      kind: "identity" as const,
      always: options.generatedIdentity === "ALWAYS",
      counting: counted,
    });
  const named = sequence === undefined ? undefined : readName(sequence, defaultSchema);
  return compact({ kind: "increment" as const, sequence: named, counting: counted });
}

function readCounting(options: CountingOptions): Counting | undefined {
  const read = readNoun(counting, options);
  return Object.keys(read).length === 0 ? undefined : read;
}

function writeGenerated(generated: Generated): ColumnGenerationOptions {
  if (generated.kind === "expression")
    return generated.stored
      ? { asExpression: generated.expression, generatedType: "STORED" }
      : { asExpression: generated.expression };
  const counted = generated.counting && writeFacets(counting.facets, generated.counting);
  if (generated.kind === "identity")
    return compact({
      generated: "identity" as const,
      generatedIdentity: generated.always ? ("ALWAYS" as const) : undefined,
      counting: counted,
    });
  const { sequence } = generated;
  return compact({
    generated: "increment" as const,
    generatedSequence: sequence === undefined ? undefined : writeName(sequence),
    counting: counted,
  });
}

type GenerationChange = {
  readonly [Key in keyof ColumnGenerationOptions]?: ColumnGenerationOptions[Key] | null;
};

function changeGenerated(from: Generated | undefined, to: Generated | undefined): GenerationChange {
  if (to === undefined) return { generated: null };
  if (to.kind === "expression")
    return { asExpression: to.expression, generatedType: to.stored ? "STORED" : "VIRTUAL" };
  const counted = changeCounting(from, to);
  if (to.kind === "identity")
    return {
      generated: "identity",
      generatedIdentity: to.always ? "ALWAYS" : "BY DEFAULT",
      ...counted,
    };
  const { sequence } = to;
  if (sequence !== undefined)
    return { generated: "increment", generatedSequence: writeName(sequence), ...counted };
  return from?.kind === "increment"
    ? { generated: "increment", generatedSequence: null, ...counted }
    : { generated: "increment", ...counted };
}

/** Another way of making values begins as the database chooses, unless it says otherwise. */
function changeCounting(
  from: Generated | undefined,
  { kind, counting: wanted }: Extract<Generated, { kind: "increment" | "identity" }>,
): Pick<GenerationChange, "counting"> {
  const held = from?.kind === kind ? from.counting : undefined;
  if (sameValue(held, wanted)) return {};
  return { counting: wanted === undefined ? null : writeFacets(counting.facets, wanted) };
}
