/**
 * Text that may be broken in several ways: the printer takes the widest that fits.
 * (P. Wadler, "A prettier printer"; the rules are those of the npm package prettier, so that formatting a file changes nothing.)
 */
export type Layout = string | readonly Layout[] | Group | Choice | Indent | Line | IfBroken;

export type Group = {
  readonly kind: "group";
  readonly content: Layout;
  readonly broken: boolean;
};

/** The first of the states that fits; the last where none does. */
export type Choice = {
  readonly kind: "choice";
  readonly states: readonly Layout[];
};

type Indent = { readonly kind: "indent"; readonly content: Layout };

/** A break: a space or nothing while its group is flat. `hard` always breaks; `raw` adds no indentation. */
export type Line = { readonly kind: "line"; readonly flat: string; readonly hard: boolean };

type IfBroken = { readonly kind: "ifBroken"; readonly content: string };

export const line: Layout = { kind: "line", flat: " ", hard: false };
export const softLine: Layout = { kind: "line", flat: "", hard: false };
export const hardLine: Layout = { kind: "line", flat: "", hard: true };
export const trailingComma: Layout = { kind: "ifBroken", content: "," };

/** Broken where it does not fit, where it is told to, and where anything in it is. */
export function group(content: Layout, broken = false): Layout {
  return { kind: "group", content, broken: broken || willBreak(content) };
}

export function choice(states: readonly Layout[]): Layout {
  return { kind: "choice", states };
}

export function indent(content: Layout): Layout {
  return { kind: "indent", content };
}

export function join(separator: Layout, parts: readonly Layout[]): Layout {
  return parts.map((part, index) => (index === 0 ? part : [separator, part]));
}

/** Does it hold a break that cannot be avoided? A text of several lines is one. */
export function willBreak(layout: Layout): boolean {
  if (typeof layout === "string") return layout.includes("\n");
  if (isList(layout)) return layout.some(willBreak);
  if (layout.kind === "group") return layout.broken;
  if (layout.kind === "line") return layout.hard;
  if (layout.kind === "choice")
    return layout.states[0] !== undefined && willBreak(layout.states[0]);
  return layout.kind === "indent" && willBreak(layout.content);
}

export function isList(layout: Layout): layout is readonly Layout[] {
  return Array.isArray(layout);
}
