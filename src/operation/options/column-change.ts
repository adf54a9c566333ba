import { isDeepStrictEqual } from "node:util";
import type { Column } from "../../schema/column.js";
import { compact } from "../../schema/compact.js";
import { readColumn, writeColumn, writeType } from "./column-form.js";
import type { ColumnChange, ColumnGenerationOptions, ColumnOptions } from "./column-options.js";
import { writeCounting } from "./sequence-form.js";
import { writeName } from "./table-name.js";

const typeArguments = [
  "length",
  "precision",
  "scale",
  "array",
  "unsigned",
  "zerofill",
  "width",
  "enum",
  "enumName",
  "spatialFeatureType",
  "srid",
] as const;

const sequenceOptions = [
  "generated",
  "generatedIdentity",
  "generatedSequence",
  "counting",
] as const;
const expressionOptions = ["asExpression", "generatedType"] as const;

/** The column after the change: what the change leaves out stays, `null` takes away. */
export function changeColumn(column: Column, change: ColumnChange, defaultSchema?: string): Column {
  const present = without(writeColumn(column), replacedBy(column, change));
  const merged = Object.entries({ ...present, ...compact(change), name: column.name });
  const given = Object.fromEntries(merged.filter(([, value]) => value !== null));
  return readColumn(given as ColumnOptions, defaultSchema);
}

/** What of the old column goes because the change replaces the whole of it. */
function replacedBy(column: Column, change: ColumnChange): readonly string[] {
  const becomesOther =
    change.generated !== undefined && change.generated !== column.generated?.kind;
  return [
    ...(change.type === undefined ? [] : typeArguments),
    ...(change.generated === undefined ? [] : expressionOptions),
    ...(becomesOther || typeof change.asExpression === "string" ? sequenceOptions : []),
  ];
}

function without(options: ColumnOptions, keys: readonly string[]): Partial<ColumnOptions> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key)));
}

/** The shortest change that {@link changeColumn} reads as the way from one column to the other. */
export function writeChange(from: Column, to: Column): ColumnChange {
  const type = isDeepStrictEqual(from.type, to.type) ? {} : writeType(to.type);
  return { ...type, ...generationChange(from, to), ...traitChange(from, to) };
}

type GenerationChange = {
  readonly [Key in keyof ColumnGenerationOptions]?: ColumnGenerationOptions[Key] | null;
};

function generationChange(from: Column, to: Column): GenerationChange {
  const { generated } = to;
  if (isDeepStrictEqual(from.generated, generated)) return {};
  if (generated === undefined) return { generated: null };
  if (generated.kind === "expression")
    return {
      asExpression: generated.expression,
      generatedType: generated.stored ? "STORED" : "VIRTUAL",
    };
  const counting = countingChange(from, generated);
  if (generated.kind === "identity")
    return {
      generated: "identity",
      generatedIdentity: generated.always ? "ALWAYS" : "BY DEFAULT",
      ...counting,
    };
  const { sequence } = generated;
  if (sequence !== undefined)
    return { generated: "increment", generatedSequence: writeName(sequence), ...counting };
  return from.generated?.kind === "increment"
    ? { generated: "increment", generatedSequence: null, ...counting }
    : { generated: "increment", ...counting };
}

/** Another way of making values begins as the database chooses, unless it says otherwise. */
function countingChange(
  from: Column,
  { kind, counting }: CountingColumn,
): Pick<GenerationChange, "counting"> {
  const held = from.generated?.kind === kind ? from.generated.counting : undefined;
  if (isDeepStrictEqual(held, counting)) return {};
  return { counting: counting === undefined ? null : writeCounting(counting) };
}

type CountingColumn = Extract<Column["generated"], { kind: "increment" | "identity" }>;

const traits = [
  "default",
  "collation",
  "charset",
  "comment",
  "onUpdate",
  "invisible",
  "compressed",
  "onConflict",
] as const;

function traitChange(from: Column, to: Column): ColumnChange {
  const written = writeColumn(to);
  const changed = traits.filter((trait) => !isDeepStrictEqual(from[trait], to[trait]));
  return {
    ...(from.nullable === to.nullable ? {} : { nullable: to.nullable }),
    ...Object.fromEntries(changed.map((trait) => [trait, written[trait] ?? null])),
  };
}
