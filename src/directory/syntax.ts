import type { Node } from "oxc-parser";

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "type") === "string";

/** Shows `see` a node of a syntax tree and everything below it, in the order of the source. */
export function walkSyntax(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) walkSyntax(child, see);
  }
}
