/** The generated part of a page with this name, between its two marks; the marks are comments that Markdown does not show. */
export function replaceRegion(page: string, name: string, body: string): string {
  const [open, close] = marksOf(name);
  const start = page.indexOf(open);
  const end = page.indexOf(close, start);
  if (start === -1 || end === -1) throw new Error(`The page has no part "${name}".`);
  return `${page.slice(0, start)}${open}\n\n${body.trim()}\n\n${page.slice(end)}`;
}

export function hasRegion(page: string, name: string): boolean {
  return marksOf(name).every((mark) => page.includes(mark));
}

/** An empty part, to be filled by {@link replaceRegion}. */
export function emptyRegion(name: string): string {
  return marksOf(name).join("\n\n");
}

function marksOf(name: string): readonly [string, string] {
  return [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
}
