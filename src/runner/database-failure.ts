import { AthanorError } from "../error/athanor-error.js";
import type { Fault } from "../plugin/session.js";
import { compact } from "../schema/compact.js";
import { readDatabaseError } from "./database-error.js";
import type { RunTarget } from "./run-request.js";

type Refusing = Pick<RunTarget, "connection" | "dialect">;

/** What a refusal means for which no revision is to blame; `error` is a driver's, or one of ours that was thrown because of it. */
export function faultIn({ connection, dialect }: Refusing, error: unknown): Fault | undefined {
  const cause = error instanceof AthanorError ? error.cause : error;
  if (cause === undefined) return undefined;
  if (cause instanceof AthanorError) return faultIn({ connection, dialect }, cause);
  return dialect.session.fault?.(readDatabaseError(cause), connection.url);
}

/** A refusal of what Athanor itself asked: the database's own words, what they mean, and where things stand. */
export function databaseFailure(
  refusing: Refusing,
  cause: unknown,
  { sql, standing = "" }: { readonly sql?: string; readonly standing?: string } = {},
): AthanorError {
  const { message, code, detail, hint } = readDatabaseError(cause);
  const fault = faultIn(refusing, cause);
  return new AthanorError({
    code: fault?.code ?? "DATABASE_FAILED",
    message:
      `${joinSentences([message, fault?.message ?? ""]).replace(/\.?$/, ".")} ${standing}`.trim(),
    suggestions: fault?.suggestions ?? [],
    facts: compact({ sql, databaseMessage: message, databaseCode: code, detail, hint }),
    cause,
  });
}

/** Some messages of databases end with a full stop, most do not. */
export function joinSentences(sentences: readonly string[]): string {
  const said = sentences.filter((sentence) => sentence !== "");
  return said
    .map((sentence, at) => (at < said.length - 1 ? sentence.replace(/\.$/, "") : sentence))
    .join(". ");
}
