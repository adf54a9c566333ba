import { placeText } from "../diff/enumeration.js";
import type { Rename } from "../diff/rename.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import { nameText, sameName } from "../schema/name.js";
import type {
  ConversionQuestion,
  Question,
  RenameChoice,
  RenameQuestion,
} from "../compare/question.js";

/** What is written above an operation of a revision file. */
export type Remarks = (operation: AnyOperation) => readonly string[];

/**
 * Above what may be half of a rename, or another conversion, that nobody has answered for.
 *
 * @param command what writes the revision once more; an answer is added behind it
 */
export function remarkQuestions(questions: readonly Question[], command: string): Remarks {
  const renames = questions.filter((question) => question.kind === "rename");
  const conversions = questions.filter((question) => question.kind === "conversion");
  return (operation) => [
    ...new Set(renames.flatMap((question) => remarksOn(question, operation, command))),
    ...new Set(conversions.flatMap((question) => conversionRemarks(question, operation, command))),
  ];
}

/** The last choice is what is written. */
function conversionRemarks(
  { table, column, choices }: ConversionQuestion,
  operation: AnyOperation,
  command: string,
): readonly string[] {
  if (isPluginOperation(operation) || operation.kind !== "alterColumn") return [];
  if (nameText(operation.table) !== table || operation.to.name !== column) return [];
  return choices
    .slice(0, -1)
    .map(
      ({ text, flag }) => `Is a value of "${column}" ${text}? Then run this: ${command} ${flag}`,
    );
}

function remarksOn(
  question: RenameQuestion,
  operation: AnyOperation,
  command: string,
): readonly string[] {
  if (isPluginOperation(operation)) return [];
  const { candidates, added } = question;
  const touched = candidates.filter(({ rename }) => touches(rename, operation));
  return touched.map((choice) => remarkText(choice, added, command));
}

function remarkText({ old, flag }: RenameChoice, added: string, command: string): string {
  return `Is "${added}" the new name of "${old}"? Then run this, and nothing is lost: ${command} ${flag}`;
}

/** Does the operation drop the old thing, add the new one, or change the enumeration of both? */
function touches(rename: Rename, operation: Operation): boolean {
  switch (operation.kind) {
    case "dropTable":
      return rename.kind === "table" && sameName(operation.table, rename.from);
    case "createTable":
      return rename.kind === "table" && sameName(operation.table, rename.to);
    case "dropColumn":
      return isColumn(rename, nameText(operation.table), operation.column.name, "from");
    case "addColumn":
      return isColumn(rename, nameText(operation.table), operation.column.name, "to");
    case "alterEnum":
      return rename.kind === "value" && placeText(rename.of) === nameText(operation.from);
    case "alterColumn": {
      const place = `${nameText(operation.table)}.${operation.to.name}`;
      return rename.kind === "value" && placeText(rename.of) === place;
    }
    case "createConstraint":
      return holdsValue(rename, operation);
    default:
      return false;
  }
}

function isColumn(rename: Rename, table: string, column: string, end: "from" | "to"): boolean {
  return rename.kind === "column" && nameText(rename.table) === table && rename[end] === column;
}

/** The check that lists the values of a column. */
function holdsValue(
  rename: Rename,
  { table, constraint }: Extract<Operation, { kind: "createConstraint" }>,
): boolean {
  if (rename.kind !== "value" || rename.of.kind !== "column") return false;
  const isHere = sameName(rename.of.table, table) && constraint.kind === "check";
  return isHere && constraint.expression.includes(`'${rename.to}'`);
}
