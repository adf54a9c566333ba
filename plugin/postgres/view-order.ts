import type { View } from "../../src/schema/view.js";

/** The views in an order in which each can be created: those it reads stand before it. */
export function creationOrder(
  views: readonly View[],
  reads: (view: View, other: View) => boolean,
): readonly View[] {
  const left = [...views];
  const ordered: View[] = [];
  while (left.length > 0) {
    const ready = left.findIndex(
      (view) => !left.some((other) => other !== view && reads(view, other)),
    );
    ordered.push(...left.splice(Math.max(ready, 0), 1));
  }
  return ordered;
}
