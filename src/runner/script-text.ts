import type { Operation } from "../operation/operation.js";
import type { Dialect } from "../plugin/dialect.js";
import type { Statement } from "../plugin/ddl.js";
import { textOf } from "./compile-in-order.js";

/** A script as it grows: statements, comments, and where its transaction stands. */
export type ScriptText = ScriptBody & {
  readonly comment: (text: string) => void;
  readonly text: () => string;
};

/** What the body of a revision is written into. */
export type ScriptBody = {
  readonly statement: (statement: Statement) => void;
  readonly begin: () => void;
  readonly commit: () => void;
  /** Is a transaction open at this point of the script? */
  readonly isOpen: () => boolean;
  /** Remembers an operation that was written, until the transaction ends. */
  readonly done: (operation: Operation) => void;
  /** The operations remembered, oldest first. */
  readonly earlier: () => readonly Operation[];
};

export function createScriptText({
  session: { transactions },
  ddl: { literal },
}: Dialect): ScriptText {
  const lines: string[] = [];
  let open = false;
  let earlier: Operation[] = [];
  const end = (sql: string): string => `${sql};`;
  const begin = (): void => {
    if (open) return;
    open = true;
    lines.push(...(transactions.script?.before ?? []).map(end), end(transactions.begin));
  };
  const commit = (): void => {
    if (!open) return;
    open = false;
    earlier = [];
    const { check = [], after = [] } = transactions.script ?? {};
    lines.push(...[...check, transactions.commit, ...after].map(end));
  };
  const statement = (given: Statement): void => {
    const outside = given.transactional === false && open;
    if (outside) commit();
    lines.push(textOf(given, literal));
    if (outside) begin();
  };
  return {
    comment: (text) => void lines.push("", ...text.split(/\r?\n/).map((line) => `-- ${line}`)),
    statement,
    begin,
    commit,
    isOpen: () => open,
    done: (operation) => {
      if (open) earlier.push(operation);
    },
    earlier: () => earlier,
    text: () => `${lines.join("\n").trimStart()}\n`,
  };
}
