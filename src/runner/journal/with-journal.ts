import type { Session } from "../session.js";
import type { Journal } from "./journal.js";

/** Runs a body whose work goes through the journal; where it fails, what is not committed is undone and counted out. */
export async function withJournal<Result>(
  session: Session,
  journal: Journal,
  body: (session: Session) => Promise<Result>,
): Promise<Result> {
  try {
    await journal.open();
    return await body({ ...session, journal });
  } catch (error) {
    // Without a connection the server undoes it by itself; what was thrown first says more.
    await journal.abandon().catch(() => undefined);
    session.moves.take();
    session.ledger.keepOnly(journal.kept());
    throw error;
  }
}
