import { compact } from "../../schema/compact.js";
import type { Index, IndexKey } from "../../schema/index-definition.js";
import { checkOptions } from "./known-options.js";
import type { IndexKeyOptions, IndexOptions } from "./index-options.js";

export function readIndex(options: IndexOptions): Index {
  checkOptions("index", options);
  return compact({
    name: options.name,
    keys: options.columns.map(readKey),
    unique: options.unique ?? false,
    where: options.where,
    using: options.using,
    include: options.include,
    nullsNotDistinct: flag(options.nullsNotDistinct),
    spatial: flag(options.spatial),
    fulltext: flag(options.fulltext),
    parser: options.parser,
    comment: options.comment,
    invisible: flag(options.invisible),
    parameters: options.parameters,
    invalid: flag(options.invalid),
  });
}

/** The shortest options that {@link readIndex} reads as this very index. */
export function writeIndex(index: Index): IndexOptions {
  const { name, keys, unique, ...rest } = index;
  return {
    name,
    columns: keys.map(writeKey),
    ...(unique ? { unique } : {}),
    ...rest,
  };
}

function readKey(given: string | IndexKeyOptions): IndexKey {
  if (typeof given === "string") return { column: given };
  checkOptions("index key", given);
  return compact({ ...given, descending: flag(given.descending) });
}

function writeKey(key: IndexKey): string | IndexKeyOptions {
  const { column, expression, ...traits } = key;
  if (column === undefined) return { expression: expression ?? "", ...traits };
  return Object.keys(traits).length === 0 ? column : { column, ...traits };
}

function flag(given: boolean | undefined): true | undefined {
  return given === true ? true : undefined;
}
