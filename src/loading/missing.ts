/** An import that leads nowhere: what was written, and in which file. */
export type MissingImport = { readonly specifier: string; readonly importer: string };

const codes = ["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED"];

const quoted = /Cannot find (?:module|package) '([^']+)'(?: imported from '?([^'\n]+?)'?$)?/m;

type NodeFailure = Error & { readonly requireStack?: readonly string[] };

function isNotFound(failure: unknown): failure is NodeFailure {
  return failure instanceof Error && "code" in failure && codes.includes(String(failure.code));
}

/** Did Node fail to find what this very file imports, rather than something further down? */
export function isMissingFrom(failure: unknown, path: string): boolean {
  if (!isNotFound(failure)) return false;
  return failure.requireStack?.[0] === path || failure.message.includes(path);
}

/** As far as Node's own message tells. */
export function readMissingImport(failure: unknown): MissingImport | undefined {
  if (!isNotFound(failure)) return undefined;
  const [, specifier, importer = failure.requireStack?.[0]] = quoted.exec(failure.message) ?? [];
  return specifier === undefined || importer === undefined ? undefined : { specifier, importer };
}
