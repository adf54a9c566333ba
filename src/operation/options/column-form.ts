import { AthanorError } from "../../error/athanor-error.js";
import type { ColumnDefault } from "../../schema/column-default.js";
import type { ColumnType } from "../../schema/column-type.js";
import type { Column, Generated } from "../../schema/column.js";
import { compact } from "../../schema/compact.js";
import type {
  ColumnGenerationOptions,
  ColumnOptions,
  ColumnTraitOptions,
  ColumnTypeOptions,
} from "./column-options.js";
import type { Counting } from "../../schema/sequence.js";
import { checkOptions } from "./known-options.js";
import { readCounting, writeCounting } from "./sequence-form.js";
import type { CountingOptions } from "./sequence-options.js";
import { readName, writeName } from "./table-name.js";

/** The column that the options describe. `defaultSchema` is what enum and sequence names leave out. */
export function readColumn(options: ColumnOptions, defaultSchema?: string): Column {
  checkOptions("column", options);
  return compact({
    name: options.name,
    type: readType(options, defaultSchema),
    nullable: options.nullable ?? false,
    default: readDefault(options.default),
    generated: readGenerated(options, defaultSchema),
    collation: options.collation,
    charset: options.charset,
    comment: options.comment,
    onUpdate: options.onUpdate,
    invisible: options.invisible === true ? true : undefined,
    compressed: options.compressed === true ? true : undefined,
    onConflict: options.onConflict,
  });
}

/** The shortest options that {@link readColumn} reads as this very column. */
export function writeColumn(column: Column): ColumnOptions {
  const { name, type, generated, ...traits } = column;
  return {
    name,
    ...writeType(type),
    ...(generated === undefined ? {} : writeGenerated(generated)),
    ...writeTraits(traits),
  };
}

export function readType(options: ColumnTypeOptions, defaultSchema?: string): ColumnType {
  return compact({
    name: options.type,
    length: options.length === undefined ? undefined : readLength(options.length),
    precision: options.precision,
    scale: options.scale,
    array: options.array === true ? true : undefined,
    unsigned: options.unsigned === true ? true : undefined,
    zerofill: options.zerofill === true ? true : undefined,
    width: options.width,
    enumName:
      options.enumName === undefined ? undefined : readName(options.enumName, defaultSchema),
    values: options.enum,
    feature: options.spatialFeatureType,
    srid: options.srid,
  });
}

export function writeType(type: ColumnType): ColumnTypeOptions {
  const { name, enumName, values, feature, ...rest } = type;
  return compact({
    type: name,
    ...rest,
    enumName: enumName === undefined ? undefined : writeName(enumName),
    enum: values,
    spatialFeatureType: feature,
  });
}

function readLength(length: number | string): number | "max" {
  if (length === "max") return length;
  const count = Number(length);
  if (length !== "" && Number.isInteger(count) && count >= 0) return count;
  throw new AthanorError({
    code: "INVALID_LENGTH",
    message: `The length ${JSON.stringify(length)} is not a count: give a whole number, or "max".`,
    facts: { length },
  });
}

function readDefault(given: ColumnTraitOptions["default"]): ColumnDefault | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === "function") return { kind: "expression", sql: given() };
  return { kind: "value", value: given };
}

/** A default of NULL is none: every database treats the two alike. */
function writeDefault(held: ColumnDefault | undefined): ColumnTraitOptions["default"] {
  if (held === undefined) return undefined;
  return held.kind === "expression" ? () => held.sql : (held.value ?? undefined);
}

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
  const counting = options.counting && readColumnCounting(options.counting);
  if (generated === "identity")
    return compact({
      kind: "identity" as const,
      always: options.generatedIdentity === "ALWAYS",
      counting,
    });
  const named = sequence === undefined ? undefined : readName(sequence, defaultSchema);
  return compact({ kind: "increment" as const, sequence: named, counting });
}

function readColumnCounting(options: CountingOptions): Counting | undefined {
  checkOptions("counting column", options);
  const counting = readCounting(options);
  return Object.keys(counting).length === 0 ? undefined : counting;
}

function writeGenerated(generated: Generated): ColumnGenerationOptions {
  if (generated.kind === "expression")
    return generated.stored
      ? { asExpression: generated.expression, generatedType: "STORED" }
      : { asExpression: generated.expression };
  const counting = generated.counting && writeCounting(generated.counting);
  if (generated.kind === "identity")
    return compact({
      generated: "identity" as const,
      generatedIdentity: generated.always ? ("ALWAYS" as const) : undefined,
      counting,
    });
  const { sequence } = generated;
  return compact({
    generated: "increment" as const,
    generatedSequence: sequence === undefined ? undefined : writeName(sequence),
    counting,
  });
}

function writeTraits(traits: Omit<Column, "name" | "type" | "generated">): ColumnTraitOptions {
  const { nullable, default: held, ...rest } = traits;
  return compact({
    nullable: nullable ? true : undefined,
    default: writeDefault(held),
    ...rest,
  });
}
