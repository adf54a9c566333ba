import type { RowQuestion } from "../operation/row-question.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { messageOf } from "../error/thrown.js";

/** How far an answer reaches. */
export type RowAnswer = {
  /** How many rows it is about. Left out: nobody knows, and `refusal` or `unchecked` says why. */
  readonly rows?: number;
  /** How many rows keep what they mean and are spelled otherwise afterwards. Left out: none. */
  readonly respelled?: number;
  /** How many rows hold the default of a column that is dropped, where all of them do. Left out: not all do. */
  readonly spared?: number;
  /** Only so many rows of the table were looked at: there may be more. */
  readonly sampled?: boolean;
  /** The database's own words about a value that it refused. */
  readonly refusal?: string;
  /** Why it could not be checked: it took too long, or the role may not read the table. */
  readonly unchecked?: string;
};

/** Rows of a table that are looked at. */
export const sampleSize = 1_000_000;

/** Milliseconds for one question, where the server can be told; nothing waits long for a lock. */
const limits = { statementMilliseconds: 5_000, lockMilliseconds: 1_000 };

type Place = Pick<DatabaseAccess, "connection" | "dialect">;

/** Asks the questions one after the other, each bounded in time and in rows. Outside any transaction. */
export async function askRows(
  { connection, dialect }: Place,
  questions: readonly RowQuestion[],
): Promise<readonly RowAnswer[]> {
  if (questions.length === 0) return [];
  const restore = await dialect.session.limits?.set(connection, limits, false);
  const answers: RowAnswer[] = [];
  try {
    for (const question of questions) answers.push(await askOne({ connection, dialect }, question));
  } finally {
    await restore?.();
  }
  return answers;
}

async function askOne({ connection, dialect }: Place, question: RowQuestion): Promise<RowAnswer> {
  const sql = dialect.rows.rowCheck(question, sampleSize);
  if (sql === undefined) return { rows: 0 };
  try {
    const [row] = await connection.query(sql);
    const isSampled = Number(row?.["seen"] ?? 0) >= sampleSize;
    const respelled = Number(row?.["respelled"] ?? 0);
    const spared = Number(row?.["spared"] ?? 0);
    return {
      rows: Number(row?.["count"] ?? 0),
      ...(respelled > 0 ? { respelled } : {}),
      ...(spared > 0 ? { spared } : {}),
      ...(isSampled ? { sampled: true } : {}),
    };
  } catch (error) {
    const said = messageOf(error);
    return question.kind === "unconvertible" && !isTimeout(said)
      ? { refusal: said }
      : { unchecked: said };
  }
}

/** Each server says in words of its own that the question was not answered: for want of time or of a right, or because a policy hides rows. */
function isTimeout(said: string): boolean {
  return /time-?out|interrupted|time exceeded|permission|denied|policy/iu.test(said);
}
