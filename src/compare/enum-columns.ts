import type { EnumQuestion, RowQuestion } from "../operation/row-question.js";
import { sameName } from "../schema/name.js";
import type { Table } from "../schema/table.js";

/** About an enum type each column is asked that uses it. */
export function columnsOfEnum(
  { type, values }: EnumQuestion,
  tables: readonly Table[],
): readonly RowQuestion[] {
  return tables.flatMap((table) =>
    table.columns
      .filter(({ type: { enumName } }) => enumName !== undefined && sameName(enumName, type))
      .map(({ name }) => ({ kind: "holding" as const, table, column: name, values })),
  );
}
