import type { Expression } from "oxc-parser";

/** What the TypeScript compiler writes as the type of a decorated member; none where only it can know. */
export type DesignType =
  "String" | "Number" | "Boolean" | "BigInt" | "Array" | "Function" | "Object" | "Date";

const primitives: Readonly<Record<string, DesignType>> = {
  string: "String",
  number: "Number",
  boolean: "Boolean",
  bigint: "BigInt",
};

/** The one type that all are; `Object` where they differ. */
export function common(types: readonly (DesignType | undefined)[]): DesignType | undefined {
  const [first, ...rest] = types;
  if (types.includes(undefined)) return undefined;
  return rest.every((type) => type === first) ? first : "Object";
}

/** The type of a literal. */
export function typeOfValue(value: Expression): DesignType | undefined {
  if (value.type === "TSAsExpression" || value.type === "TSSatisfiesExpression") {
    return typeOfValue(value.expression);
  }
  if (value.type === "TemplateLiteral") return "String";
  if (value.type === "UnaryExpression") return typeOfValue(value.argument);
  return value.type === "Literal" ? primitives[typeof value.value] : undefined;
}

/** The type of what a constant list or object holds: `(typeof sizes)[number]`, `(typeof sizes)[keyof typeof sizes]`. */
export function typeOfMembers(value: Expression): DesignType | undefined {
  if (value.type === "TSAsExpression" || value.type === "TSSatisfiesExpression") {
    return typeOfMembers(value.expression);
  }
  if (value.type === "ArrayExpression") {
    return common(
      value.elements.map((each) =>
        each === null || each.type === "SpreadElement" ? undefined : typeOfValue(each),
      ),
    );
  }
  if (value.type !== "ObjectExpression") return undefined;
  return common(
    value.properties.map((each) =>
      each.type === "Property" ? typeOfValue(each.value) : undefined,
    ),
  );
}
