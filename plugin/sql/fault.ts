import type { ErrorCode } from "../../src/error/codes.js";
import type { DatabaseError, Fault } from "../../src/plugin/session.js";

/** A fault, and how it is recognised: by one of the codes, or by the words where there is no such code. */
export type KnownFault = {
  readonly codes?: readonly string[];
  readonly words?: RegExp;
  readonly code: ErrorCode;
  readonly message?: string;
  /** The words' groups stand in for `$1`, `$2`, ... */
  readonly suggestions: readonly string[];
};

/** Finds the first of these that fits. Where both codes and words are stated, both must fit. */
export function faultOf(known: readonly KnownFault[], error: DatabaseError): Fault | undefined {
  for (const { codes, words, code, message = "", suggestions } of known) {
    const found = words?.exec(error.message);
    if (codes !== undefined && !codes.includes(error.code ?? "")) continue;
    if (words !== undefined && (found === null || found === undefined)) continue;
    const fill = (text: string): string =>
      text.replace(/\$(\d)/g, (_, group: string) => found?.[Number(group)] ?? "");
    return { code, message: fill(message), suggestions: suggestions.map(fill) };
  }
  return undefined;
}

const lost: KnownFault = {
  code: "CONNECTION_LOST",
  message: "The connection to the server is lost",
  suggestions: ["See that the server is up and reachable"],
};

/** What a driver, or the ORM above it, says of a connection that is gone without the server's own words. */
export const lostConnection: readonly KnownFault[] = [
  {
    ...lost,
    codes: [
      "ECONNRESET",
      "ECONNREFUSED",
      "ECONNABORTED",
      "EPIPE",
      "ETIMEDOUT",
      "EHOSTUNREACH",
      "ENETUNREACH",
      "PROTOCOL_CONNECTION_LOST",
      "PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR",
    ],
  },
  {
    ...lost,
    words:
      /Connection terminated|Connection lost|connection is in closed state|connection error and is not queryable|Client was closed|Query ?runner already released|socket hang up/i,
  },
];
