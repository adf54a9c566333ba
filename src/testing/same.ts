import { AssertionError, deepStrictEqual } from "node:assert/strict";

/** @throws AssertionError that names what differs from what was expected, and how. */
export function same(what: string, found: unknown, expected: unknown): void {
  try {
    deepStrictEqual(found, expected);
  } catch (error) {
    if (error instanceof AssertionError) error.message = `${what}: ${error.message}`;
    throw error;
  }
}
