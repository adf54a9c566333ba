import type { Blocker } from "../plugin/session.js";

/** `process 4711 (psql, user app) since 2026-03-01T10:00:00Z, which runs or last ran "SELECT 1"`. */
export function blockerText({ process, application, user, since, statement }: Blocker): string {
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
