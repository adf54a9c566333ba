import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isUserTypeScript, type ResolveUserFile } from "./resolve.js";
import { readSurface, type Declared, type Elsewhere, type Surface } from "./surface.js";
import type { ClassElement, PropertyDefinition, TSType, TSTypeReference } from "oxc-parser";
import { common, typeOfMembers, typeOfValue, type DesignType } from "./design-type.js";
import type { Project } from "./project.js";
type Scope = {
  readonly surfaces: Surfaces;
  /** Are null and undefined types of their own? */
  readonly strictNulls: boolean;
  /** The file that the type is written in. */
  readonly path: string;
  /** Names on the way here: a type may name itself. */
  readonly seen: readonly string[];
};

const keywords: Readonly<Record<string, DesignType>> = {
  TSStringKeyword: "String",
  TSTemplateLiteralType: "String",
  TSNumberKeyword: "Number",
  TSBooleanKeyword: "Boolean",
  TSBigIntKeyword: "BigInt",
  TSArrayType: "Array",
  TSTupleType: "Array",
  TSFunctionType: "Function",
  TSConstructorType: "Function",
  TSObjectKeyword: "Object",
  TSAnyKeyword: "Object",
  TSUnknownKeyword: "Object",
};

/** Types of the language itself, by what is left of them at run time. */
const globals: Readonly<Record<string, DesignType>> = {
  Date: "Date",
  Array: "Array",
  ReadonlyArray: "Array",
  Record: "Object",
  Partial: "Object",
  Pick: "Object",
  Omit: "Object",
};

const isNull = ({ type }: TSType): boolean =>
  type === "TSNullKeyword" || type === "TSUndefinedKeyword";

function typeOfUnion(types: readonly TSType[], scope: Scope): DesignType | undefined {
  if (scope.strictNulls && types.some(isNull)) return "Object";
  const held = types.filter((type) => !isNull(type) && type.type !== "TSNeverKeyword");
  return common(held.map((type) => typeOf(type, scope)));
}

function typeOfEnum(declared: Extract<Declared, { kind: "enum" }>): DesignType | undefined {
  return common(
    declared.enum.body.members.map(({ initializer }) =>
      // Without a value, or with one that is computed, a member is a number.
      initializer === null ? "Number" : (typeOfValue(initializer) ?? "Number"),
    ),
  );
}

function typeOfDeclared(place: Place, scope: Scope): DesignType | undefined {
  const { declared, path } = place;
  switch (declared.kind) {
    case "alias":
      return typeOf(declared.type, { ...scope, path });
    case "enum":
      return typeOfEnum(declared);
    case "interface":
      return "Object";
    default:
      return undefined;
  }
}

function typeOfReference(reference: TSTypeReference, scope: Scope): DesignType | undefined {
  const { typeName } = reference;
  if (typeName.type === "TSQualifiedName") {
    // A member of an enum: `Status.Active`.
    const { left } = typeName;
    return left.type === "Identifier" ? typeOfName(left.name, scope) : undefined;
  }
  if (typeName.type !== "Identifier") return undefined;
  return typeOfName(typeName.name, scope) ?? globals[typeName.name];
}

function typeOfName(name: string, scope: Scope): DesignType | undefined {
  const key = `${scope.path}#${name}`;
  if (scope.seen.includes(key)) return undefined;
  const place = scope.surfaces.find(scope.path, name);
  return place === undefined
    ? undefined
    : typeOfDeclared(place, { ...scope, seen: [...scope.seen, key] });
}

function typeOfIndexed(object: TSType, scope: Scope): DesignType | undefined {
  const inner = object.type === "TSParenthesizedType" ? object.typeAnnotation : object;
  if (inner.type !== "TSTypeQuery" || inner.exprName.type !== "Identifier") return undefined;
  const place = scope.surfaces.find(scope.path, inner.exprName.name);
  return place?.declared.kind === "constant" ? typeOfMembers(place.declared.value) : undefined;
}

function typeOf(type: TSType, scope: Scope): DesignType | undefined {
  switch (type.type) {
    case "TSParenthesizedType":
      return typeOf(type.typeAnnotation, scope);
    case "TSTypeLiteral":
      return type.members.some((each) => each.type === "TSCallSignatureDeclaration")
        ? "Function"
        : "Object";
    case "TSUnionType":
      return typeOfUnion(type.types, scope);
    case "TSLiteralType":
      return typeOfValue(type.literal);
    case "TSTypeReference":
      return typeOfReference(type, scope);
    case "TSIndexedAccessType":
      return typeOfIndexed(type.objectType, scope);
    case "TSTypeOperator":
      return type.operator === "keyof" ? "String" : typeOf(type.typeAnnotation, scope);
    default:
      return keywords[type.type];
  }
}

type Member = PropertyDefinition & { readonly key: { readonly name: string } };

function isMember(element: ClassElement, property: string): element is Member {
  if (element.type !== "PropertyDefinition" || element.decorators.length === 0) return false;
  return element.key.type === "Identifier" && element.key.name === property;
}

/** Finds the type of a decorated member of a class, where the files tell it without a compiler. */
export type DeclaredTypes = (
  path: string,
  className: string,
  property: string,
) => DesignType | undefined;

/**
 * Types as the TypeScript compiler would write them where it knows all files: enums, aliases and unions that another
 * file declares, lists and objects of constants.
 */
export function createDeclaredTypes(
  resolveUserFile: ResolveUserFile,
  projectOf: (path: string) => Project,
): DeclaredTypes {
  const surfaces = createSurfaces(resolveUserFile);
  return (path, className, property) => {
    const place = surfaces.find(path, className);
    if (place?.declared.kind !== "class") return undefined;
    const member = place.declared.class.body.body.find((each) => isMember(each, property));
    const type = member?.type === "PropertyDefinition" ? member.typeAnnotation : undefined;
    const { strictNulls } = projectOf(path);
    return type
      ? typeOf(type.typeAnnotation, { surfaces, strictNulls, path, seen: [] })
      : undefined;
  };
}

/** A declaration, and the file that has it. */
type Place = { readonly path: string; readonly declared: Declared };

/** The declarations of the user's files, each file read once. */
type Surfaces = {
  /** What a name means in a file: declared there, or imported from another of the user's files. */
  readonly find: (path: string, name: string) => Place | undefined;
};

function createSurfaces(resolveUserFile: ResolveUserFile): Surfaces {
  const known = new Map<string, Surface>();

  const surfaceOf = (path: string): Surface => {
    const surface = known.get(path) ?? readSurface(path);
    known.set(path, surface);
    return surface;
  };

  const fileOf = (specifier: string, path: string): string | undefined => {
    const found = resolveUserFile(specifier, path);
    if (found !== undefined) return isUserTypeScript(found) ? found : undefined;
    const types = resolve(dirname(path), `${specifier}.d.ts`);
    return specifier.startsWith(".") && existsSync(types) ? types : undefined;
  };

  const follow = ({ specifier, name }: Elsewhere, path: string, seen: Seen): Place | undefined => {
    const file = fileOf(specifier, path);
    return file === undefined ? undefined : findExport(file, name, seen);
  };

  const findExport = (path: string, name: string, seen: Seen): Place | undefined => {
    const key = `${path}#${name}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    const { exported, forwarded } = surfaceOf(path);
    const origin = exported.get(name);
    if (typeof origin === "string") return find(path, origin, seen);
    if (origin !== undefined) return follow(origin, path, seen);
    for (const specifier of forwarded) {
      const found = follow({ specifier, name }, path, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const find = (path: string, name: string, seen: Seen): Place | undefined => {
    const { declared, imported } = surfaceOf(path);
    const own = declared.get(name);
    if (own !== undefined) return { path, declared: own };
    const origin = imported.get(name);
    return origin === undefined ? undefined : follow(origin, path, seen);
  };

  return { find: (path, name) => find(path, name, new Set()) };
}

/** Exports already asked for: files may export one another's. */
type Seen = Set<string>;
