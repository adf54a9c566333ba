import { AthanorError } from "../../error/athanor-error.js";
import type { Operation } from "../../operation/operation.js";
import type { QualifiedName } from "../../schema/name.js";
import { neededTablesOf, ownTablesOf } from "../own-tables.js";
import type { Session } from "../session.js";

/** Sees to it that a revision's own SQL leaves transaction, session and Athanor's tables alone. */
export type SessionCheck = {
  /** Comes before each text of the author's. Throws `TRANSACTION_IN_REVISION`. */
  readonly before: (sql: string) => Promise<void>;
  /** The same for an entity manager, which may have a transaction of its own where there is none of ours. */
  readonly beforeManaged: (sql: string) => Promise<void>;
  /** The same for an operation, which tells what it does. */
  readonly beforeOperation: (operation: Operation) => Promise<void>;
  /** Comes at the end. Throws `SESSION_CHANGED`, `OWN_TABLE_GONE`. */
  readonly after: () => Promise<void>;
};

type Settings = Readonly<Record<string, string>>;

export function createSessionCheck(session: Session): SessionCheck {
  const { connection, dialect } = session.target;
  const { state } = dialect.session;
  if (state === undefined) return unwatched;
  let settings: Settings | undefined;
  let drops = false;
  const transactionOnly = new Set<string>();
  const note = async (sql: string, mayTransact: boolean): Promise<void> => {
    const effect = state.effectOf(sql);
    if (effect === undefined) return;
    if (effect.transaction && !mayTransact) throw ownTransaction();
    drops ||= effect.drops;
    effect.transactionOnly.forEach((name) => transactionOnly.add(name));
    if (effect.setting) settings ??= await state.settings(connection);
  };
  const before = (sql: string): Promise<void> => note(sql, false);
  return {
    before,
    beforeManaged: (sql) => note(sql, !session.transaction.active()),
    beforeOperation: async (operation) => {
      if (operation.kind === "execute") await before(operation.sql);
      if (operation.kind === "dropTable") checkNotOwn(session, operation.table);
      if (operation.kind === "renameTable") checkNotOwn(session, operation.from);
    },
    after: async () => {
      if (drops) await checkOwnTables(session);
      if (settings !== undefined) {
        checkSettings(settings, await state.settings(connection), transactionOnly);
      }
    },
  };
}

const nothing = async (): Promise<void> => undefined;

const unwatched: SessionCheck = {
  before: nothing,
  beforeManaged: nothing,
  beforeOperation: nothing,
  after: nothing,
};

function checkSettings(
  before: Settings,
  after: Settings,
  transactionOnly: ReadonlySet<string>,
): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter(
    (name) => before[name] !== after[name] && !transactionOnly.has(name),
  );
  if (changed.length === 0) return;
  throw new AthanorError({
    code: "SESSION_CHANGED",
    message: `It leaves ${quoteWords(changed)} of the session changed, and what comes after it would run under that. A revision leaves its session as it found it.`,
    suggestions: ["Set it back at the end of the revision, or change it for one transaction only."],
    facts: { changed: changed.map((name) => ({ name, from: before[name], to: after[name] })) },
  });
}

async function checkOwnTables({ target: { connection, dialect, versionTable } }: Session) {
  for (const table of Object.values<QualifiedName>(neededTablesOf(dialect, versionTable))) {
    if (!(await dialect.store.exists(connection, table))) throw ownTableGone(table);
  }
}

function checkNotOwn({ target, server }: Session, { schema, name }: QualifiedName): void {
  const own = Object.values<QualifiedName>(ownTablesOf(target.versionTable));
  const place = (named: string | undefined): string | undefined => named ?? server.defaultSchema;
  const table = own.find((each) => each.name === name && place(each.schema) === place(schema));
  if (table !== undefined) throw ownTableGone(table);
}

function ownTableGone({ name }: QualifiedName): AthanorError {
  return new AthanorError({
    code: "OWN_TABLE_GONE",
    message: `It drops or renames ${quoteWords([name])}, in which Athanor keeps what is applied.`,
    suggestions: ["Take that statement out of the revision."],
    facts: { table: name },
  });
}

function ownTransaction(): AthanorError {
  return new AthanorError({
    code: "TRANSACTION_IN_REVISION",
    message:
      "It begins or ends a transaction itself. Athanor holds the transaction, so that the revision and its version row are committed together or not at all.",
    suggestions: [
      "export const transaction = false, where each statement shall stand by itself",
      "op.autocommit(async () => { ... }) around what no transaction may hold",
    ],
  });
}

/** `"a" and "b"`. */
function quoteWords(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(" and ");
}
