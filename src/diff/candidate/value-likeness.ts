import { weigh, type Likeness } from "./likeness.js";
import { nameLikeness } from "./name-likeness.js";

/** How much speaks for one value of an enumeration being another under a new name. */
export function valueLikeness(
  from: { readonly values: readonly string[]; readonly value: string },
  to: { readonly values: readonly string[]; readonly value: string },
): Likeness {
  const samePlace = from.values.indexOf(from.value) === to.values.indexOf(to.value);
  const sameLength = from.values.length === to.values.length;
  return weigh([
    { degree: nameLikeness(from.value, to.value), weight: 0.5, reason: "similar name" },
    { degree: samePlace ? 1 : 0, weight: 0.3, reason: "same position" },
    { degree: sameLength ? 1 : 0, weight: 0.2, reason: "as many values as before" },
  ]);
}
