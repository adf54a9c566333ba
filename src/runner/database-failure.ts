import { AthanorError, errorOf } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";
import type { Fault, DatabaseError, Blocker } from "../plugin/session.js";
import { compact } from "../schema/compact.js";
import type { RunTarget } from "./run-request.js";

/** A statement that could not get a lock: nothing of its transaction is kept, and it may be tried again. */
export const lockFailureCode = "LOCK_NOT_AVAILABLE";

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
  return errorOf(fault?.code ?? "DATABASE_FAILED", {
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

/** Reads what drivers put on their errors, through the wrappers an ORM puts around them. */
export function readDatabaseError(error: unknown): DatabaseError {
  const layers = [...layersOf(error)];
  const innermost = layers.at(-1);
  const read = (key: string): string | undefined => {
    const holder = layers.find((layer) => textOf(layer[key]) !== undefined);
    return holder === undefined ? undefined : textOf(holder[key]);
  };
  return compact({
    message: textOf(innermost?.["message"]) ?? messageOf(error),
    // A driver has no names for what is newer than itself.
    code: read("code") ?? read("errno"),
    detail: read("detail"),
    hint: read("hint"),
    position: read("position"),
  });
}

/** An ORM's error holds the driver's in `driverError`, others in `cause`. */
function* layersOf(error: unknown): Generator<Readonly<Record<string, unknown>>> {
  const seen = new Set<unknown>();
  let current = error;
  while (typeof current === "object" && current !== null && !seen.has(current)) {
    seen.add(current);
    const layer = current as Readonly<Record<string, unknown>>;
    yield layer;
    current = layer["driverError"] ?? layer["cause"];
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `process 4711 (psql, user app) since 2026-03-01T10:00:00Z, which runs or last ran "SELECT 1"`. */
function blockerText({ process, application, user, since, statement }: Blocker): string {
  const who = [application, user === undefined ? undefined : `user ${user}`].filter(Boolean);
  return [
    `process ${process}`,
    who.length === 0 ? "" : ` (${who.join(", ")})`,
    since === undefined ? "" : ` since ${since}`,
    statement === undefined ? "" : `, which runs or last ran "${oneLine(statement)}"`,
  ].join("");
}

export function blockersText(blockers: readonly Blocker[]): string {
  return blockers.map(blockerText).join("; ");
}

const oneLine = (sql: string): string => sql.replace(/\s+/g, " ").trim();

/** A commit that the database refused, or that was never answered. */
export const commitFailureCode = "COMMIT_FAILED";

/** Some rules are only looked at in the end. */
export function throwCommitFailure(cause: unknown): never {
  const { message, code, detail, hint } = readDatabaseError(cause);
  throw new AthanorError({
    code: commitFailureCode,
    message,
    facts: compact({ databaseMessage: message, databaseCode: code, detail, hint }),
    cause,
  });
}
