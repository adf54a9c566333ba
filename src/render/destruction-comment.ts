import { hazards } from "../operation/hazards.js";
import type { AnyOperation, Kinds } from "../operation/plugin-operation.js";
import { writeLineComment } from "./comment-text.js";

/** One comment for each thing the operation destroys. */
export function destructionComments(operation: AnyOperation, kinds?: Kinds): readonly string[] {
  const losses = hazards(operation, kinds).filter(({ severity }) => severity === "data-loss");
  const back = operation.kind === "dropColumn" ? " Made again, it is the last column." : "";
  return losses.map(({ message }) => writeLineComment(`Destroys: ${message}.${back}`));
}
