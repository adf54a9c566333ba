import type { CreateIndex, DropIndex } from "../../../src/operation/index-operation.js";
import { quoteIdentifier } from "../quote-name.js";
import { isMariaDb } from "../server.js";
import { columnsOf, missingSupport, spareSupport, stayingIndexes } from "./foreign-key.js";
import { indexClause } from "./index-clause.js";
import type { Step, Known } from "./step.js";

export function createIndex(
  { index, ifNotExists }: CreateIndex,
  known: Known,
): readonly Partial<Step>[] {
  const { server, before } = known;
  // Where the table is known, `ifNotExists` has been decided by now.
  const isOpen = ifNotExists === true && before.columns.length === 0;
  const clause = indexClause(index, server);
  const beside = [spareSupport(known), stayingIndexes(columnsOf(index), known)];
  const exists = isOpen && server !== undefined && isMariaDb(server);
  return [
    {
      clauses: [
        `ADD ${exists ? clause.replace("INDEX ", "INDEX IF NOT EXISTS ") : clause}`,
        ...beside.flatMap(({ clauses }) => clauses),
      ],
      touches: [
        { thing: `index ${index.name}`, how: "make" },
        ...beside.flatMap(({ touches }) => touches),
      ],
    },
  ];
}

/** An index that a foreign key needs is replaced by the one the server would have made for it. */
export function dropIndex({ index }: DropIndex, known: Known): readonly Partial<Step>[] {
  return [
    {
      clauses: [...missingSupport(known), `DROP INDEX ${quoteIdentifier(index.name)}`],
      touches: [{ thing: `index ${index.name}`, how: "drop" }],
    },
  ];
}
