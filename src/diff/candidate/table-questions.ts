import { nameKey, nameOf, nameText } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import { match } from "../match.js";
import { remembered } from "./likeness.js";
import { tableMemory, type Memory } from "./memory.js";
import { inOrder, worthAsking, type Candidate, type RenameQuestion } from "./question.js";
import { tableLikeness } from "./table-likeness.js";

/** Each new table, with the tables that no entity has and that it may be. */
export function tableQuestions(
  from: Schema,
  to: Schema,
  memory: Memory,
): readonly RenameQuestion[] {
  const { added, removed } = match(from.tables, to.tables, nameKey);
  return inOrder(
    added.map((wanted) => {
      const candidates = removed.map((old): Candidate => {
        const likeness = tableLikeness(old, wanted);
        return {
          ...remembered(likeness, tableMemory(memory, old, wanted)),
          rename: { kind: "table", from: nameOf(old), to: nameOf(wanted) },
        };
      });
      return {
        subject: "table",
        added: nameText(wanted),
        candidates: worthAsking(candidates),
      };
    }),
  );
}
