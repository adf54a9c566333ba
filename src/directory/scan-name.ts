import { basename } from "node:path";

const EXTENSION = /\.(?:[cm]?[jt]s)$/u;
const DECLARATION = /\.d\.[cm]?ts$/u;
const BYSTANDER = /^index\.|\.(?:test|spec)\.[cm]?[jt]s$/u;

/** May a file of this name hold a revision? */
export function isRevisionFile(name: string): boolean {
  return EXTENSION.test(name) && !DECLARATION.test(name) && !name.startsWith(".");
}

/** A file that people keep beside revisions, and that need not be one. */
export function isBystander(path: string): boolean {
  return BYSTANDER.test(basename(path));
}

/**
 * The TypeScript file that a JavaScript file would have been compiled from, were it to lie beside it.
 *
 * Where both hold the same revision the source counts: it is what people edit, while the output may be of yesterday.
 */
export function sourceOf(path: string): string | undefined {
  return /\.[cm]?js$/u.test(path) ? `${path.slice(0, -2)}ts` : undefined;
}
