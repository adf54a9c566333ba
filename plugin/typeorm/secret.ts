import { isSecretName, masked, maskSecrets } from "../../src/error/mask.js";
import type { OrmOptions } from "./orm.js";

/**
 * The error without the passwords of the data source: drivers put whole addresses, and parts of them, into their words.
 * What is not an error is given back.
 */
export function withoutSecrets(error: unknown, options: OrmOptions): unknown {
  return maskError(error, secretsIn(options), new Set());
}

/** All texts that the options call a secret, and the passwords of their addresses, as they are written and as they are meant. */
function secretsIn(options: OrmOptions): readonly string[] {
  const found = new Set<string>();
  collect(options, found, 0);
  // A short word would be masked wherever it stands; whoever has such a password has none.
  return [...found].filter((secret) => secret.length > 3).sort((a, b) => b.length - a.length);
}

function collect(value: unknown, found: Set<string>, depth: number): void {
  if (typeof value === "string") return collectPassword(value, found);
  if (typeof value !== "object" || value === null || depth > 4) return;
  for (const [key, held] of Object.entries(value)) {
    if (typeof held === "string" && isSecretName(key)) found.add(held);
    collect(held, found, depth + 1);
  }
}

function collectPassword(text: string, found: Set<string>): void {
  const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^\s:@/?#]*:(\S*)@/i.exec(text) ?? [];
  if (password === undefined || password === "") return;
  found.add(password);
  try {
    found.add(decodeURIComponent(password));
  } catch {
    // It was never encoded.
  }
}

function maskAll(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, masked), maskSecrets(text));
}

/** The driver's own error is left as it is: its caller may hold it. */
function maskError(error: unknown, secrets: readonly string[], seen: Set<unknown>): unknown {
  if (!(error instanceof Error) || seen.has(error)) return error;
  seen.add(error);
  const copy = Object.create(error) as Error & { errors?: unknown };
  const define = (key: string, value: unknown): void =>
    void Object.defineProperty(copy, key, { value, configurable: true, enumerable: false });
  define("message", maskAll(error.message, secrets));
  define("stack", maskAll(error.stack ?? "", secrets));
  if (error.cause !== undefined) define("cause", maskError(error.cause, secrets, seen));
  if (error instanceof AggregateError) {
    define(
      "errors",
      error.errors.map((each) => maskError(each, secrets, seen)),
    );
  }
  return copy;
}
