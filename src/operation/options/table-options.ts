import type { TableOptions } from "../../schema/table.js";
import type { ColumnOptions } from "./column-options.js";
import type {
  CheckOptions,
  ExcludeOptions,
  ForeignKeyOptions,
  PrimaryKeyOptions,
  UniqueOptions,
} from "./constraint-options.js";
import type { IndexOptions } from "./index-options.js";

/** A table as a revision file writes it. */
export type CreateTableOptions = {
  readonly columns: readonly ColumnOptions[];
  readonly primaryKey?: PrimaryKeyOptions;
  readonly uniques?: readonly UniqueOptions[];
  readonly checks?: readonly CheckOptions[];
  readonly exclusions?: readonly ExcludeOptions[];
  readonly foreignKeys?: readonly ForeignKeyOptions[];
  readonly indexes?: readonly IndexOptions[];
  /** By name and by the statement that creates each. */
  readonly triggers?: readonly { readonly name: string; readonly definition: string }[];
  readonly comment?: string;
  readonly options?: TableOptions;
  /** Does nothing where there is a table of this name. Default false. */
  readonly ifNotExists?: boolean;
};

/** What the options of a table become. What is left out stays; `null` means none. */
export type TableOptionsChange = {
  readonly [Key in keyof TableOptions]?: TableOptions[Key] | null;
};
