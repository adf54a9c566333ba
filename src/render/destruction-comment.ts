import { hazards } from "../operation/hazard.js";
import type { Operation } from "../operation/operation.js";
import { writeLineComment } from "./comment-text.js";
import { hasOwnCall } from "./render-calls.js";

/** One comment for each thing the operation destroys. Of a plugin's own kinds nothing is known. */
export function destructionComments(operation: Operation): readonly string[] {
  if (!hasOwnCall(operation)) return [];
  const losses = hazards(operation).filter(({ severity }) => severity === "data-loss");
  const back = operation.kind === "dropColumn" ? " Made again, it is the last column." : "";
  return losses.map(({ message }) => writeLineComment(`Destroys: ${message}.${back}`));
}
