import { AthanorError } from "../../src/error/athanor-error.js";
import type { AlterTableOptions } from "../../src/operation/table-operation.js";
import { sameValue } from "../../src/schema/equality.js";
import { nameText } from "../../src/schema/name.js";
import type { TableOptions } from "../../src/schema/table.js";

/** What a database is called, and the options that its tables have. */
export type OwnOptions = {
  readonly product: string;
  readonly names: readonly (keyof TableOptions)[];
};

/** Throws `UNSUPPORTED_OPERATION` for a change of an option that only tables of other databases have. */
export function refuseForeignOption(
  { table, from, to }: Pick<AlterTableOptions, "table" | "from" | "to">,
  { product, names }: OwnOptions,
): void {
  const given = Object.keys({ ...from, ...to }) as (keyof TableOptions)[];
  const foreign = given.find((name) => !names.includes(name) && !sameValue(from[name], to[name]));
  if (foreign === undefined) return;
  throw new AthanorError({
    code: "UNSUPPORTED_OPERATION",
    message: `A table of ${product} has no option "${foreign}" ("${nameText(table)}").`,
    suggestions: [
      `Leave "${foreign}" out.`,
      `The options of ${product}: ${names.map((name) => `"${name}"`).join(", ")}.`,
    ],
    facts: { table: nameText(table), option: foreign },
  });
}
