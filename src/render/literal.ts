import { printLayout } from "./print-layout.js";
import { layOutValue } from "./value-layout.js";

/** A declaration stands before most literals. */
const declarationWidth = 30;

/**
 * A value as the code that makes it. Throws `UNRENDERABLE_VALUE` for what is not plain data.
 *
 * @example writeLiteral({ id: 7 }) // { id: 7 }
 */
export function writeLiteral(value: unknown): string {
  return printLayout(layOutValue(value), { indentation: 0, width: 100 - declarationWidth });
}
