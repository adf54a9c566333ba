import type { Expression, ObjectExpression, SpreadElement, ArrayExpression } from "oxc-parser";

/** What can be known about a value without running anything. */
export type Value = string | null | readonly string[];

/** The top-level constants of a file, by name. */
export type Bindings = ReadonlyMap<string, Expression>;

const MOST_HOPS = 8;

/** The value of an expression, where it is a plain text, `null`, `undefined` (as `null`), or an array of texts; `undefined` where it would have to be computed. */
export function evaluate(expression: Expression, bindings: Bindings, hops = 0): Value | undefined {
  const bare = unwrap(expression);
  switch (bare.type) {
    case "Literal":
      return typeof bare.value === "string" || bare.value === null ? literal(bare) : undefined;
    case "TemplateLiteral":
      return bare.expressions.length === 0
        ? (bare.quasis[0]?.value.cooked ?? undefined)
        : undefined;
    case "ArrayExpression":
      return evaluateList(bare, bindings, hops);
    case "UnaryExpression":
      return isVoid(bare) ? null : undefined;
    case "Identifier":
      return evaluateName(bare.name, bindings, hops);
    default:
      return undefined;
  }
}

type Literal = Extract<Expression, { readonly type: "Literal" }>;

/** A regular expression that this runtime cannot build is also a literal whose value is `null`. */
function literal(bare: Literal): Value | undefined {
  if (typeof bare.value === "string") return bare.value;
  return bare.raw === "null" ? null : undefined;
}

function evaluateName(name: string, bindings: Bindings, hops: number): Value | undefined {
  const bound = bindings.get(name);
  if (bound !== undefined)
    return hops < MOST_HOPS ? evaluate(bound, bindings, hops + 1) : undefined;
  return name === "undefined" ? null : undefined;
}

function evaluateList(
  array: ArrayExpression,
  bindings: Bindings,
  hops: number,
): readonly string[] | undefined {
  const values: string[] = [];
  for (const element of array.elements) {
    if (element === null || isSpread(element)) return undefined;
    const value = evaluate(element, bindings, hops);
    if (typeof value !== "string") return undefined;
    values.push(value);
  }
  return values;
}

function isSpread(element: Expression | SpreadElement): element is SpreadElement {
  return element.type === "SpreadElement";
}

/** `void 0`, which compilers write for `undefined`. */
export function isVoid(expression: Expression): boolean {
  return expression.type === "UnaryExpression" && expression.operator === "void";
}

/** Without parentheses and what TypeScript writes around a value: `as const`, `satisfies`, `!`. */
export function unwrap(expression: Expression): Expression {
  switch (expression.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return unwrap(expression.expression);
    default:
      return expression;
  }
}

/** The properties of an object literal that are written out, by name. A getter or a function stands for what it returns. */
export function propertiesOf(object: ObjectExpression): ReadonlyMap<string, Expression> {
  const properties = new Map<string, Expression>();
  for (const property of object.properties) {
    if (property.type !== "Property" || property.computed) continue;
    const { key } = property;
    if (key.type === "Identifier") properties.set(key.name, property.value);
    else if (key.type === "Literal" && typeof key.value === "string")
      properties.set(key.value, property.value);
  }
  return properties;
}

/** What a function without parameters returns at once: `() => revision`. Compilers export through such. */
export function returnedBy(expression: Expression): Expression | undefined {
  const bare = unwrap(expression);
  if (bare.type !== "ArrowFunctionExpression" && bare.type !== "FunctionExpression")
    return undefined;
  const { body } = bare;
  if (body === null) return undefined;
  if (body.type !== "BlockStatement") return body;
  const [only, ...others] = body.body;
  if (others.length > 0 || only?.type !== "ReturnStatement") return undefined;
  return only.argument ?? undefined;
}
