import { compact } from "../../../src/schema/compact.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import { stripParentheses } from "../../sql/parentheses.js";
import type { Naming } from "./naming.js";

export function normalizeIndex(index: Index, { cut }: Naming): Index {
  const { spatial, using, where, ...rest } = index;
  const method = using?.toLowerCase() ?? (spatial === true ? "gist" : undefined);
  return compact({
    ...rest,
    name: cut(index.name),
    keys: index.keys.map((key) => normalizeKey(key, cut)),
    using: method === "btree" ? undefined : method,
    where: where === undefined ? undefined : stripParentheses(where),
    include: index.include?.map(cut),
    comment: index.comment === "" ? undefined : index.comment,
  });
}

// NULLS LAST is what an ascending key has anyway, NULLS FIRST what a descending one has.
function normalizeKey(key: IndexKey, cut: Naming["cut"]): IndexKey {
  const descending = key.descending === true ? true : undefined;
  const usual = descending === true ? "first" : "last";
  return compact({
    ...key,
    length: undefined,
    column: key.column === undefined ? undefined : cut(key.column),
    expression: key.expression === undefined ? undefined : stripParentheses(key.expression),
    descending,
    nulls: key.nulls === usual ? undefined : key.nulls,
  });
}
