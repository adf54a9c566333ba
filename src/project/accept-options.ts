import type { OptionKinds } from "../config/option-kind.js";
import { validate } from "../config/validate.js";

/**
 * Refuses options that a function of the library does not have, or that are of another kind, as from a program in JavaScript.
 *
 * @throws AthanorError `UNKNOWN_OPTION`, `INVALID_OPTION`.
 */
export async function acceptOptions<Options extends object>(
  name: string,
  options: Options,
  kinds: OptionKinds<Options>,
): Promise<void> {
  const { optionSchema } = await import("../config/option-schema.js");
  validate(optionSchema(kinds), options, { kind: "function", name: `${name}()` });
}
