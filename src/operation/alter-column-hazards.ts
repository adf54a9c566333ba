import type { ColumnType } from "../schema/column-type.js";
import { compact } from "../schema/compact.js";
import { isComputed, isCounting, sameValue } from "../schema/equality.js";
import type { AlterColumn } from "./column-operation.js";
import { conversionOf, mayDiffer } from "./conversion.js";
import { typeText } from "./describe-column.js";
import { fails, loses, type Hazard } from "./hazard.js";
import type { RowQuestion } from "./row-question.js";

/** What a change of a column may do to its values, and they to it. */
export function alterColumnHazards(operation: AlterColumn): readonly Hazard[] {
  return [
    ...conversionHazards(withRenamed(operation)),
    ...generationHazards(operation),
    ...counterHazards(operation),
    ...nullabilityHazards(operation),
  ];
}

/** The column with its values as they are called afterwards: what is renamed is not lost. */
function withRenamed(operation: AlterColumn): AlterColumn {
  const { from, renamed = {} } = operation;
  const { values } = from.type;
  if (values === undefined) return operation;
  const type = { ...from.type, values: values.map((held) => renamed[held] ?? held) };
  return { ...operation, from: { ...from, type } };
}

function conversionHazards({
  table,
  from,
  to,
  using,
  reverseUsing,
}: AlterColumn): readonly Hazard[] {
  if (isComputed(to)) return [];
  const stated = compact({ using, reverseUsing });
  const unconvertible = { kind: "unconvertible" as const, table, from, to, ...stated };
  const filled = { kind: "filled" as const, table, column: from.name };
  const change = `changes "${to.name}" from ${typeText(from.type)} to ${typeText(to.type)}`;
  const rezoned = changesZone(from.type, to.type);
  const conversion = conversionOf(
    rezoned ? { ...from.type, name: to.type.name } : from.type,
    to.type,
  );
  const zoneHazards = rezoned ? [loses("CHANGES_TIME_ZONE", `${change}: ${zoneRule}`, filled)] : [];
  if (conversion === "kept") {
    const [told] = mayDiffer(from.type, to.type) ? [converts(change, unconvertible)] : [];
    return [...zoneHazards, ...(told === undefined ? [] : [{ ...told, least: 1 }])];
  }
  return conversion === "narrowed"
    ? [
        ...zoneHazards,
        loses(
          "NARROWS_COLUMN",
          `${change}: values that do not fit are refused, cut or rounded`,
          unconvertible,
        ),
      ]
    : [converts(change, unconvertible)];
}

function converts(change: string, unconvertible: RowQuestion): Hazard {
  const rule = "fails when a value cannot be converted, and changes values that do not come back";
  return fails("CONVERTS_COLUMN", `${change}: ${rule}`, unconvertible);
}

const zoneRule =
  "values are taken to be in the time zone of the session, which need not be the one they were written in";

/** Between a time without a zone and one with it, in either direction. */
function changesZone(from: ColumnType, to: ColumnType): boolean {
  const names = [from.name, to.name].sort().join();
  const sameShape = (from.array ?? false) === (to.array ?? false);
  return sameShape && (names === "timestamp,timestamptz" || names === "time,timetz");
}

function generationHazards({ table, from, to }: AlterColumn): readonly Hazard[] {
  if (!isComputed(to) || sameValue(from.generated, to.generated) || isComputed(from)) return [];
  const filled = { kind: "filled" as const, table, column: from.name };
  return [loses("REPLACES_VALUES", `replaces the values of "${to.name}" by computed ones`, filled)];
}

function counterHazards({ from, to }: AlterColumn): readonly Hazard[] {
  if (!isCounting(from) || isCounting(to)) return [];
  const back = "on the way back it begins behind the last value that is there";
  const message = `drops the counter of "${to.name}": ${back}, and values of deleted rows are given again`;
  return [loses("DROPS_COUNTER", message)];
}

function nullabilityHazards({ table, from, to }: AlterColumn): readonly Hazard[] {
  if (!from.nullable || to.nullable) return [];
  const empty = { kind: "empty" as const, table, column: from.name };
  return [fails("SETS_NOT_NULL", `fails when a row has no value in "${to.name}"`, empty)];
}
