import type { CompareColumn, IncludeName, IncludeObject } from "../config/environment.js";
import { compact } from "../schema/compact.js";
import type { DatabaseAccess } from "./database-access.js";

/** A function without its last parameter. */
type WithoutContext<Hook> = Hook extends (...rest: [...infer Rest, infer _Context]) => infer Result
  ? (...rest: Rest) => Result
  : never;

export type ColumnRule = boolean | WithoutContext<CompareColumn>;

/** The filters and comparisons of an environment, asked of one of its databases. */
export type DatabaseHooks = {
  readonly includeName?: WithoutContext<IncludeName>;
  readonly includeObject?: WithoutContext<IncludeObject>;
  readonly compareType: ColumnRule;
  readonly compareDefault: ColumnRule;
  readonly compareComment: ColumnRule;
};

/** Each is told which database it is asked of. */
export function hooksFor({
  environment,
  name,
}: Pick<DatabaseAccess, "environment" | "name">): DatabaseHooks {
  const context = { database: name };
  const { includeName, includeObject } = environment;
  const rule = (given: boolean | CompareColumn): ColumnRule =>
    typeof given === "boolean" ? given : (...columns) => given(...columns, context);
  return {
    ...compact({
      includeName:
        includeName &&
        ((...asked: Parameters<WithoutContext<IncludeName>>) => includeName(...asked, context)),
      includeObject:
        includeObject &&
        ((...asked: Parameters<WithoutContext<IncludeObject>>) => includeObject(...asked, context)),
    }),
    compareType: rule(environment.compareType),
    compareDefault: rule(environment.compareDefault),
    compareComment: rule(environment.compareComment),
  };
}
