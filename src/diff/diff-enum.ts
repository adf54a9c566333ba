import type { Operation } from "../operation/operation.js";
import type { Enum } from "../schema/enum.js";
import type { Match, Pair } from "./match.js";

export function diffEnums(types: Match<Enum>): readonly Operation[] {
  return [
    ...types.added.map((type): Operation => ({ kind: "createEnum", enum: type })),
    ...types.kept
      .filter(valuesChanged)
      .map(({ from, to }): Operation => ({ kind: "alterEnum", from, to })),
    ...types.removed.map((type): Operation => ({ kind: "dropEnum", enum: type })),
  ];
}

export function valuesChanged({ from, to }: Pair<Enum>): boolean {
  return JSON.stringify(from.values) !== JSON.stringify(to.values);
}

export function removedValues({ from, to }: Pair<Enum>): readonly string[] {
  return from.values.filter((value) => !to.values.includes(value));
}

export function addedValues({ from, to }: Pair<Enum>): readonly string[] {
  return to.values.filter((value) => !from.values.includes(value));
}
