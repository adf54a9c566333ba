import { readable } from "../error/thrown.js";
import { createOperations } from "../operation/operations.js";
import { compact } from "../schema/compact.js";
import { createDatabaseSink } from "./database-sink.js";
import { untilInterrupted } from "./interrupt.js";
import { revisionFunction } from "./revision-function.js";
import type { RunRequest } from "./run-request.js";
import type { LoadedStep } from "./loaded-step.js";
import type { Session } from "./session.js";

/** Runs the author's function of a step, where the file has one for this database. */
export async function runAuthor(
  request: RunRequest,
  session: Session,
  { step, loaded }: LoadedStep,
): Promise<void> {
  const author = revisionFunction(loaded.module, step.direction, request.database);
  if (author === undefined) return;
  const facts = compact({
    dialect: request.dialect.name,
    database: request.database,
    offline: false,
    arguments: request.arguments,
    defaultSchema: session.server.defaultSchema,
  });
  const { sink, finish, abandon } = createDatabaseSink(session, facts, session.reportLateCall);
  try {
    const begin = async (): Promise<void> => {
      await author(createOperations(sink));
      await finish();
    };
    await untilInterrupted(request.signal, begin);
  } catch (thrown) {
    const error = readable(thrown);
    // Also of changes that were held back until the author's function had ended.
    loaded.module.trace?.(error);
    await abandon(error);
    throw error;
  }
}
