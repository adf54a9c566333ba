import { SourceMap, type SourceMapPayload } from "node:module";

/** A place in a compiled file, and in the file as written; both count from 1. */
type Position = { readonly line: number; readonly column: number };

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function originOf(map: SourceMap, { line, column }: Position): Position | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  return "originalLine" in entry
    ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : undefined;
}

/** A stack whose lines in `path` are those of the file as written. */
export function mapStack(stack: string, path: string, readMap: () => string | undefined): string {
  const places = new RegExp(`(${escape(path)}):(\\d+):(\\d+)`, "g");
  if (!places.test(stack)) return stack;
  const text = readMap();
  if (text === undefined) return stack;
  const map = new SourceMap(JSON.parse(text) as SourceMapPayload);
  return stack.replace(places, (place, file: string, line: string, column: string) => {
    const origin = originOf(map, { line: Number(line), column: Number(column) });
    return origin === undefined ? place : `${file}:${origin.line}:${origin.column}`;
  });
}
